<?php
/**
 * Plugin Name: Moderato
 * Description: Sends every comment to Moderato, where people see what was found in it and decide.
 * License: Apache-2.0
 *
 * In wp-config.php: define('MODERATO_URL', 'http://127.0.0.1:8000'); define('MODERATO_KEY', '...');
 * with a key made by `moderato keys add wordpress --scope comments`. Decisions come back by
 * `moderato webhooks add`; see analysis/docs/api.md.
 */

defined('ABSPATH') || exit;

const MODERATO_TRIES = 8; // the last one about four hours after the first

add_action('wp_insert_comment', 'moderato_send');
add_action('edit_comment', 'moderato_send');
add_action('moderato_send_again', 'moderato_send', 10, 2);

/** Send a comment as it is now; what Moderato can't take just now is sent again later. */
function moderato_send($id, $tried = 0)
{
    $comment = get_comment($id);
    if (!$comment || !in_array($comment->comment_type, array('', 'comment'), true)) {
        return; // pingbacks and trackbacks are no comments
    }
    if (!defined('MODERATO_URL') || in_array($comment->comment_approved, array('spam', 'trash'), true)) {
        return;
    }
    // A number where it is a whole one: `edit_comment` has the comment's data as its second value.
    $tried = is_int($tried) ? $tried : 0;
    $body = wp_json_encode(array('comments' => array(array_filter(array(
        'id' => (string) $comment->comment_ID,
        'article_id' => (string) $comment->comment_post_ID,
        'article_title' => html_entity_decode(get_the_title($comment->comment_post_ID), ENT_QUOTES, 'UTF-8'),
        'article_url' => get_permalink($comment->comment_post_ID),
        'parent_id' => $comment->comment_parent ? (string) $comment->comment_parent : null,
        'author' => $comment->comment_author,
        'created_at' => mysql2date('Y-m-d\TH:i:s\Z', $comment->comment_date_gmt, false),
        'text' => $comment->comment_content,
    ), function ($value) {
        return $value !== null && $value !== '';
    }))));
    $response = wp_remote_post(rtrim(MODERATO_URL, '/') . '/v1/comments', array(
        'timeout' => 2, // the reader waits for it
        'headers' => array(
            'Content-Type' => 'application/json',
            'x-goog-api-key' => defined('MODERATO_KEY') ? MODERATO_KEY : '',
            // No Idempotency-Key: the same text adds nothing, and an edit may bring an earlier one back.
        ),
        'body' => $body,
    ));
    $status = wp_remote_retrieve_response_code($response); // '' where nobody answers
    $passing = !$status || $status === 429 || $status >= 500;
    if ($passing && $tried + 1 < MODERATO_TRIES) {
        wp_schedule_single_event(time() + 60 * 2 ** $tried, 'moderato_send_again', array((int) $id, $tried + 1));
    }
}
