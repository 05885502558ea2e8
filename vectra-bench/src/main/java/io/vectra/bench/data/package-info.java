/**
 * What is measured on: rows with vectors, queries, filters, and the exact answers to compare with.
 * In: files or a seed; out: arrays. It knows no system that is measured.
 */
@NullMarked
package io.vectra.bench.data;

import org.jspecify.annotations.NullMarked;
