/**
 * Good SQL spoiled at random: whatever comes out is answered or refused with a code, and nothing
 * else happens. In: a seed; out: statements, and what came of them.
 */
package io.vectra.jdbc.mutated;
