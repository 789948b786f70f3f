<?php
// Asks as a page in PHP does: empty arrays, no client library. ask.php ADDRESS TEXT
list(, $address, $text) = $argv;
$context = stream_context_create(array('http' => array(
    'method' => 'POST',
    'header' => 'Content-Type: application/json',
    'content' => json_encode(array(
        'comment' => array('text' => $text),
        'languages' => array('en'),
        'requestedAttributes' => array('TOXICITY' => array()),
    )),
)));
$answer = file_get_contents("$address/v1alpha1/comments:analyze?key=any", false, $context);
echo json_decode($answer, true)['attributeScores']['TOXICITY']['summaryScore']['value'];
