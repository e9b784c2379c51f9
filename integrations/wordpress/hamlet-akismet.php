<?php
/**
 * Plugin Name: Hamlet for Akismet
 * Description: Lets the Akismet plugin ask a Hamlet server of your own instead of rest.akismet.com.
 * Version: 1.0.0
 * Requires PHP: 7.2
 * License: MIT
 *
 * A must-use plugin: README.md beside it tells how to set it up.
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

foreach ( array( 'HAMLET_URL', 'HAMLET_KEY' ) as $hamlet_name ) {
	if ( ! defined( $hamlet_name ) ) {
		define( $hamlet_name, (string) getenv( $hamlet_name ) );
	}
}

// The Akismet plugin takes no key but one of 12 characters. It works with one that stands for the real
// key, opens nothing, and is replaced when a request leaves.
if ( HAMLET_KEY !== '' && ! defined( 'WPCOM_API_KEY' ) ) {
	define( 'WPCOM_API_KEY', substr( hash( 'sha256', HAMLET_KEY ), 0, 12 ) );
}

add_filter( 'pre_http_request', 'hamlet_akismet_request', 10, 3 );

/**
 * Sends a request for Akismet's server, as it is, to Hamlet. That request comes through here, too, but
 * is not for Akismet's server any more.
 *
 * @param false|array|WP_Error $response What another filter answered already.
 * @param array                $args     The request.
 * @param string               $url      Whereto.
 * @return false|array|WP_Error The answer, or what came in for requests to others.
 */
function hamlet_akismet_request( $response, $args, $url ) {
	$parts = wp_parse_url( $url );
	$host  = isset( $parts['host'] ) ? $parts['host'] : '';
	if ( '' === HAMLET_URL || ! preg_match( '/^(?:([^.]+)\.)?rest\.akismet\.com$/i', $host, $match ) ) {
		return $response;
	}

	// Older versions of the Akismet plugin name the key in the host.
	if ( isset( $match[1] ) && is_string( $args['body'] ) ) {
		$args['body'] .= '&api_key=' . $match[1];
	}
	if ( HAMLET_KEY !== '' && is_string( $args['body'] ) ) {
		$stand_in     = preg_quote( WPCOM_API_KEY, '/' );
		$args['body'] = preg_replace( "/(^|&)((?:api_)?key=)$stand_in(?=&|$)/", '${1}${2}' . HAMLET_KEY, $args['body'] );
	}
	unset( $args['headers']['Host'] );

	$path  = isset( $parts['path'] ) ? $parts['path'] : '/';
	$query = isset( $parts['query'] ) ? '?' . $parts['query'] : '';
	return wp_remote_request( untrailingslashit( HAMLET_URL ) . $path . $query, $args );
}
