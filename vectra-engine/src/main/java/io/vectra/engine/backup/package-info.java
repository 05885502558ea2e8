/**
 * Copies of a database while it is used. In: a published manifest, whose files are pinned by
 * mapping them; out: the same files under the same names in another storage. Never changes the
 * source; knows nothing of commits and logs.
 */
@NullMarked
package io.vectra.engine.backup;

import org.jspecify.annotations.NullMarked;
