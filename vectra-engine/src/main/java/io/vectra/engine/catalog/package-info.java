/** The catalog: names to ids, schema versions, as one immutable value. */
@NullMarked
package io.vectra.engine.catalog;

import org.jspecify.annotations.NullMarked;
