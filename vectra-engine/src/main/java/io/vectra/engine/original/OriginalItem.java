package io.vectra.engine.original;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One item of an index of the original.
 *
 * @param id not always unique: a file with an id twice was valid
 * @param vector of any length; NaN where the file has null, which stands for NaN and the infinities
 * @param metadata all of it, that of a file of its own included
 */
public record OriginalItem(String id, double[] vector, ObjectNode metadata) {}
