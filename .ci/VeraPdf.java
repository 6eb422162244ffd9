// Validates PDF files with veraPDF: java VeraPdf.java FILE... prints each rule that a file breaks, and how often.
// Exit status: 0 when every file conforms to PDF/UA-1 and to PDF/A-2a, 1 when one does not or cannot be read.
import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

public class VeraPdf {
    private static final PDFAFlavour[] FLAVOURS = {PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_2_A};

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean all = true;
        for (String file : files) {
            for (PDFAFlavour flavour : FLAVOURS) {
                all &= conforms(file, flavour);
            }
        }
        System.exit(all ? 0 : 1);
    }

    private static boolean conforms(String file, PDFAFlavour flavour) {
        Map<String, Integer> broken = new TreeMap<>();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            for (TestAssertion check : validator.validate(parser).getTestAssertions()) {
                if (check.getStatus() == TestAssertion.Status.FAILED) {
                    broken.merge(check.getRuleId().getClause() + " " + check.getMessage(), 1, Integer::sum);
                }
            }
        } catch (Exception e) {
            broken.put("cannot be read: " + e, 1);
        }
        broken.forEach((rule, times) -> System.out.println(file + ": " + flavour + " " + rule + " (" + times + " times)"));
        return broken.isEmpty();
    }
}
