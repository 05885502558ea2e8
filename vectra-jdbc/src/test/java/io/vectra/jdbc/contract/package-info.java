/**
 * Calls every method of every JDBC interface, open and closed, and holds the page {@code
 * docs/JDBC_CONTRACT.md} against what they do.
 */
package io.vectra.jdbc.contract;
