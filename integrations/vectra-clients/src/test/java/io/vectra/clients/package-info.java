/**
 * Tools and libraries that know nothing of Vectra, each used as its users do, over the single jar.
 * A test here fails when one of them meets something in the driver that it cannot work with.
 */
package io.vectra.clients;
