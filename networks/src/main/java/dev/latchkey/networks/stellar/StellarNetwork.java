package dev.latchkey.networks.stellar;

import dev.latchkey.networks.stellar.xdr.Asset;
import dev.latchkey.networks.stellar.xdr.ContractId;
import dev.latchkey.networks.stellar.xdr.ContractIdPreimage;
import dev.latchkey.networks.stellar.xdr.Hash;
import dev.latchkey.networks.stellar.xdr.HashIdPreimage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A network as this server sees it: which one, and the nodes to ask.
 *
 * @param passphrase what every signature is bound to; a sandbox has its own
 * @param horizon base address of a Horizon
 * @param rpc base address of an RPC node, where contracts are used
 * @param friendbot address that funds test accounts, where there is one
 */
public record StellarNetwork(
        Name name,
        String passphrase,
        URI horizon,
        @Nullable URI rpc,
        @Nullable URI friendbot) {
    public static final String PUBLIC_PASSPHRASE = "Public Global Stellar Network ; September 2015";
    public static final String TEST_PASSPHRASE = "Test SDF Network ; September 2015";

    /** The names under which wallets and payments know networks. */
    public enum Name {
        MAINNET,
        TESTNET
    }

    /** The hash that goes into everything signed. */
    public Hash id() {
        return Hash.sha256(passphrase.getBytes(StandardCharsets.UTF_8));
    }

    /** The id of the contract that stands for an asset on this network (CAP-46-6). */
    public ContractId contractOf(Asset asset) {
        return new ContractId(
                new HashIdPreimage.ContractIdentity(id(), new ContractIdPreimage.FromAsset(asset)).hash());
    }
}
