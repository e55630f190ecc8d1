package dev.latchkey.networks.stellar.xdr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Contract code.
 *
 * @param costInputs ten counts that price the code's instantiation, in the order of {@code ContractCodeCostInputs};
 *     null for code of before protocol 21
 */
public record ContractCodeEntry(@Nullable List<Long> costInputs, Hash hash, Bytes code) implements LedgerEntry.Data {
    private static final int COST_INPUTS = 10;

    public ContractCodeEntry {
        if (costInputs != null && costInputs.size() != COST_INPUTS) {
            throw new XdrException("expected " + COST_INPUTS + " cost inputs");
        }
        costInputs = costInputs == null ? null : List.copyOf(costInputs);
    }

    static ContractCodeEntry read(XdrReader in) {
        return new ContractCodeEntry(readCostInputs(in), Hash.read(in), in.opaque(XdrReader.UNLIMITED));
    }

    private static @Nullable List<Long> readCostInputs(XdrReader in) {
        int version = in.int32();
        return switch (version) {
            case 0 -> null;
            case 1 -> {
                in.noExtension("ContractCodeEntry");
                in.noExtension("ContractCodeCostInputs");
                Long[] inputs = new Long[COST_INPUTS];
                for (int i = 0; i < COST_INPUTS; i++) {
                    inputs[i] = in.uint32();
                }
                yield List.of(inputs);
            }
            default -> throw in.unknown("extension of ContractCodeEntry", version);
        };
    }

    @Override
    public void write(XdrWriter out) {
        out.bool(costInputs != null);
        if (costInputs != null) {
            out.int32(0).int32(0);
            costInputs.forEach(out::uint32);
        }
        out.value(hash).opaque(code, XdrWriter.UNLIMITED);
    }

    @Override
    public int entryType() {
        return 7;
    }
}
