/**
 * Inserting rows durably into one system or another: each opens a database of its own in an empty
 * directory, and gives sessions that insert. In: rows made beforehand; out: the times of commits.
 */
@NullMarked
package io.vectra.bench.insert;

import org.jspecify.annotations.NullMarked;
