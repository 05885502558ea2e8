/**
 * What somebody may send who controls URLs, options, names and statements: none of it loads a
 * class, touches a file outside of the database, or opens a connection.
 */
package io.vectra.jdbc.hostile;
