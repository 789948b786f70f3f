// Asks the service under its own name: this client has no other. Prints its answer as JSON.
'use strict';

const Perspective = require('perspective-api-client');
const [key, text] = process.argv.slice(2);

(async () => {
  const client = new Perspective({apiKey: key});
  const answer = await client.analyze(text, {attributes: ['TOXICITY'], doNotStore: true});
  let refused = '';
  await client.analyze(text, {attributes: ['NONE_SUCH']}).catch(error => { refused = error.name; });
  console.log(JSON.stringify({score: answer.attributeScores.TOXICITY.summaryScore.value, refused}));
})();
