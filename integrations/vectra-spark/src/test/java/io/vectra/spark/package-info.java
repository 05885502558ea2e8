/** Spark's JDBC source over the single jar, with vectors as texts: Spark reads no other form. */
package io.vectra.spark;
