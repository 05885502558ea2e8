/**
 * Manifests: what is current in a database, one immutable generation after another. The only
 * package, with quarantine, that renames. Knows schemas and file entries; never the log, and never
 * the content of segments.
 */
@NullMarked
package io.vectra.engine.manifest;

import org.jspecify.annotations.NullMarked;
