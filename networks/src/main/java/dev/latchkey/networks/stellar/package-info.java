/** Building, naming and pricing Stellar transactions: networks, amounts, transactions, fee bumps, contract consent. */
@NullMarked
package dev.latchkey.networks.stellar;

import org.jspecify.annotations.NullMarked;
