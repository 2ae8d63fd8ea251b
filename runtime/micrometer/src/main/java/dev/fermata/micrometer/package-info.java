/** Has the contexts that Micrometer knows follow Fermata's tasks. */
package dev.fermata.micrometer;
