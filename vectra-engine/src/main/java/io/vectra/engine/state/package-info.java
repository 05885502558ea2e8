/**
 * STATE: one page that says what is committed right now. Rebuilt from manifest and log when it is
 * missing or damaged, so nothing depends on it alone. Knows only {@code engine.storage}.
 */
@NullMarked
package io.vectra.engine.state;

import org.jspecify.annotations.NullMarked;
