package dev.latchkey.identity.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.latchkey.identity.project.ProjectResolver;
import dev.latchkey.identity.signin.SharedServices;
import dev.latchkey.identity.user.User;
import dev.latchkey.platform.audit.AuditEvent;
import dev.latchkey.platform.database.Database;
import dev.latchkey.platform.database.Violations;
import dev.latchkey.platform.http.ApiException;
import dev.latchkey.platform.http.Call;
import dev.latchkey.platform.http.Guard;
import dev.latchkey.platform.http.RateClass;
import dev.latchkey.platform.http.Reply;
import dev.latchkey.platform.http.Route;
import dev.latchkey.platform.http.Scope;
import dev.latchkey.platform.http.Style;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds users by what other systems know them by (auth-api.md 17). */
public final class LookupRoutes {

    private static final String TAG = "User lookup";
    private static final Pattern CUSTOMER = Pattern.compile("cus_[A-Za-z0-9_]{4,60}");
    private static final Pattern ALPHABET = Pattern.compile("[A-Za-z0-9]+");
    private static final int STELLAR_LENGTH = 56;

    private final Database database;
    private final LookupStore store = new LookupStore();
    private final Administrators people;
    private final ProjectResolver projects;
    private final String path;

    public LookupRoutes(SharedServices shared) {
        this.database = shared.database();
        this.people = new Administrators(shared.users());
        this.projects = shared.projects();
        this.path = shared.basePath() + "/users";
    }

    public List<Route> routes() {
        return List.of(
                server(Scope.USERS_READ, Route.get(path + "/by-wallet/{wallet_address}"))
                        .answer(200, ByWallet.class)
                        .answer(400, "That cannot be an address")
                        .summary(TAG, "Finds the user who signs in with a Solana or Stellar wallet.")
                        .handle(this::byWallet),
                server(Scope.USERS_READ, Route.get(path + "/by-stripe-customer/{stripe_customer_id}"))
                        .answer(200, ByCustomer.class)
                        .answer(400, "That cannot be a customer's id")
                        .summary(TAG, "Finds the user linked to a customer of the payment provider.")
                        .handle(this::byCustomer),
                server(Scope.USERS_WRITE, Route.post(path + "/by-stripe-customer/{stripe_customer_id}/link"))
                        .body(LinkCustomer.class)
                        .answer(200, ByCustomer.class)
                        .answer(400, "Linked to somebody else")
                        .answer(404, "No such user")
                        .summary(TAG, "Links a user to a customer of the payment provider; once more changes nothing.")
                        .handle(this::link));
    }

    private static Route.Builder server(Scope scope, Route.Builder route) {
        return route.style(Style.AUTH)
                .guard(Guard.BACKEND_OR_SYSTEM_ADMIN)
                .scope(scope)
                .rate(RateClass.GENERAL)
                .header("X-Latchkey-Project", "The project, for the operator; the default project without it");
    }

    private Reply byWallet(Call call) {
        String address = call.pathParameter("wallet_address");
        boolean possible = (address.length() >= 32 && address.length() <= 44) || address.length() == STELLAR_LENGTH;
        if (!possible || !ALPHABET.matcher(address).matches()) {
            throw ApiException.invalid("A wallet address has 32 to 44 characters on Solana, 56 on Stellar");
        }
        UUID project = projects.projectOf(call);
        return Reply.ok(new ByWallet(
                database.read(sql -> store.byWallet(sql, project, address)).orElse(null), address));
    }

    private Reply byCustomer(Call call) {
        String customer = customer(call);
        UUID project = projects.projectOf(call);
        return Reply.ok(new ByCustomer(
                database.read(sql -> store.byCustomer(sql, project, customer)).orElse(null), customer));
    }

    private Reply link(Call call) {
        String customer = customer(call);
        UUID project = projects.projectOf(call);
        UUID userId = call.body(LinkCustomer.class).userId();
        try {
            database.run(tx -> {
                User user = people.lock(tx, project, userId);
                if (store.byCustomer(tx.sql(), project, customer)
                        .filter(userId::equals)
                        .isPresent()) {
                    return;
                }
                if (!store.link(tx.sql(), userId, customer, tx.now())) {
                    throw taken("The user is linked to another customer");
                }
                tx.audit(AuditEvent.success("user.customer_linked", call.origin(), project, "user", user.id())
                        .with("customer", customer));
            });
        } catch (RuntimeException failure) {
            throw Violations.isUnique(failure) ? taken("The customer is linked to another user") : failure;
        }
        return Reply.ok(new ByCustomer(userId, customer));
    }

    private static String customer(Call call) {
        String customer = call.pathParameter("stripe_customer_id");
        if (!CUSTOMER.matcher(customer).matches()) {
            throw ApiException.invalid("A customer's id begins with cus_ and has 8 to 64 characters");
        }
        return customer;
    }

    private static ApiException taken(String sentence) {
        return new ApiException(400, "ALREADY_LINKED", sentence);
    }

    /** Who signs in with the wallet; {@code null} is nobody. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ByWallet(@Nullable UUID user_id, String wallet_address) {}

    /** Who the customer is; {@code null} is nobody. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ByCustomer(@Nullable UUID user_id, String stripe_customer_id) {}

    /** Body of {@code POST /users/by-stripe-customer/{id}/link}. */
    record LinkCustomer(UUID userId) {}
}
