/**
 * Transforms class files where they lie: single ones, directories of them and jars, in place or
 * into another place. All reading and transforming comes first, and nothing is written if anything
 * is wrong; then each file is written elsewhere on the same file store, and all are moved.
 */
package dev.fermata.files;
