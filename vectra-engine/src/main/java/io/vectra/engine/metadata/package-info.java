/**
 * Conditions on metadata, which is a JSON object, in the form that vector stores share: {@code
 * {"year": {"$gte": 2020}, "$or": [..]}}. In: the text of a filter, and metadata; out: whether one
 * matches the other. docs/METADATA.md lists the operators beside those of the original.
 */
@NullMarked
package io.vectra.engine.metadata;

import org.jspecify.annotations.NullMarked;
