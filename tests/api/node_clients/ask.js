// Asks a server through each client and prints what came back, one JSON object.
'use strict';

const [root, text] = process.argv.slice(2);

async function byGoogle() {
  const {google} = require('googleapis');
  const client = await google.discoverAPI(`${root}/$discovery/rest?version=v1alpha1`);
  const resource = {comment: {text}, requestedAttributes: {TOXICITY: {}}};
  const answer = await client.comments.analyze({key: 'any', resource});
  return answer.data.attributeScores.TOXICITY.summaryScore.value;
}

async function byConversationAi() {
  const {Client} = require('@conversationai/perspectiveapi-js-client');
  const client = new Client('any');
  client.perspectiveApiUrl = `${root}/v1alpha1/comments:analyze?key=any`;
  const scores = await client.getScores(text, {attributes: ['TOXICITY']});
  return scores.TOXICITY;
}

async function byOpenai() {
  const {OpenAI} = require('openai');
  const client = new OpenAI({apiKey: 'any', baseURL: `${root}/v1`});
  const answer = await client.moderations.create({input: text});
  return answer.results[0].category_scores.harassment;
}

(async () => {
  const asked = {byGoogle, byConversationAi, byOpenai};
  const answers = {};
  for (const [name, ask] of Object.entries(asked)) {
    answers[name] = await ask().catch(error => `${error}`);
  }
  console.log(JSON.stringify(answers));
})();
