/** What the transformer says about a class: kinds of findings, where they are, and refusals. */
package dev.fermata.transformer.diagnostic;
