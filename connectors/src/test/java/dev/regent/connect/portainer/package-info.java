@org.jspecify.annotations.NullMarked
package dev.regent.connect.portainer;
