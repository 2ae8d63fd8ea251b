/** A program whose tests run though nothing has transformed it. */
package dev.fermata.checks.junit;
