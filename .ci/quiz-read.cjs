// Prints what a GIFT file and a Moodle XML file hold, as JSON: for each its questions with id, words, options and the right one.
// Usage: node quiz-read.cjs FILE.gift FILE.xml
const fs = require('node:fs');
const gift = require('gift-pegjs');
const { XMLParser, XMLValidator } = require('fast-xml-parser');

const [giftFile, xmlFile] = process.argv.slice(2).map((file) => fs.readFileSync(file, 'utf8'));

const ofGift = gift.parse(giftFile).filter((entry) => entry.type !== 'Category').map((entry) => {
  if (entry.type !== 'MC') throw new Error(`${entry.title} is a question of type ${entry.type}`);
  if (!entry.globalFeedback?.text) throw new Error(`${entry.title} is not explained`);
  if (entry.choices.some((choice) => !choice.feedback?.text)) throw new Error(`${entry.title} lacks feedback`);
  const right = entry.choices.flatMap((choice, at) => (choice.isCorrect ? [at + 1] : []));
  return { id: entry.title, text: entry.stem.text, options: entry.choices.map((choice) => choice.text.text), right };
});

const valid = XMLValidator.validate(xmlFile);
if (valid !== true) throw new Error(`not XML: ${JSON.stringify(valid.err)}`);
const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, isArray: (name) => ['question', 'answer'].includes(name) });
const { quiz } = parser.parse(xmlFile);
const ofXml = quiz.question.filter((entry) => entry['@_type'] !== 'category').map((entry) => {
  const fractions = entry.answer.map((answer) => Number(answer['@_fraction']));
  if (entry['@_type'] !== 'multichoice' || entry.single !== 'true') throw new Error(`${entry.name.text} is of another type`);
  const right = fractions.flatMap((fraction, at) => (fraction === 100 ? [at + 1] : []));
  return { id: entry.name.text, text: entry.questiontext.text, options: entry.answer.map((answer) => answer.text), right };
});

console.log(JSON.stringify({ gift: ofGift, xml: ofXml }));
