/**
 * Formats: bounded reads, block files with checksums, row and key encodings. No length is believed
 * before it is checked.
 */
@NullMarked
package io.vectra.engine.format;

import org.jspecify.annotations.NullMarked;
