/**
 * SQLite's logic tests against the driver: a reader of their files, a database that they are run
 * on, and the list of those that are known to differ.
 */
package io.vectra.jdbc.logic;
