/**
 * Random SQL for two databases: statements that Vectra and H2 both understand, run by both, whose
 * answers must be the same. In: a seed; out: statements and the differences found.
 */
package io.vectra.jdbc.differential;
