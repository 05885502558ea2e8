/**
 * JSON values of columns: whether a text is one, and what lies at a path in it. In: texts and
 * paths; out: texts. No mapping to classes, no regular expressions, no scripts; depth and size are
 * bounded.
 */
@NullMarked
package io.vectra.engine.json;

import org.jspecify.annotations.NullMarked;
