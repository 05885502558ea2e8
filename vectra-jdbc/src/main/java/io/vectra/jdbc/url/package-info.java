/**
 * The grammar of connection URLs and the closed list of their options. In: a URL and properties;
 * out: a checked {@code ConnectionUrl}. It opens no database and touches no file.
 */
@NullMarked
package io.vectra.jdbc.url;

import org.jspecify.annotations.NullMarked;
