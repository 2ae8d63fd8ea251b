/** The list of what an await can meet, and the tests that bear the numbers of its rows. */
package dev.fermata.transformer.rows;
