/** A small real Stellar network in a box: a ledger behind Horizon's and Soroban RPC's HTTP shapes, with faults on demand. */
@NullMarked
package dev.latchkey.sandbox;

import org.jspecify.annotations.NullMarked;
