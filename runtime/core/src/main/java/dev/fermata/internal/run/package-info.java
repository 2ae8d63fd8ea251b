/** What puts all of it together: the loop as programs know it, and what generated code launches. */
package dev.fermata.internal.run;
