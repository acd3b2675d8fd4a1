#include "methods.hpp"

#include "card_number.hpp"
#include "kept_tokens_store.hpp"
#include "stripe.hpp"

namespace kontor::payments {

using platform::Error;
using platform::ErrorKind;
using platform::Reader;
using platform::Result;
using platform::Tx;

namespace {

constexpr std::size_t most_methods = 20;

// The simulator's, which keeps whatever it would not decline.
class SimulatedVault final : public Vault {
public:
    Result<> check(const std::string& token) const override {
        if (token.starts_with("sim_")) return {};
        return Error{ErrorKind::invalid,
                     "payments.bad_token",
                     "The simulator keeps its own tokens only, such as sim_ok.",
                     {{"/token", "format", "must be a token of the simulator's: sim_…"}}};
    }
    Result<std::string> make_payer(const auth::UserId& customer) override {
        return "sim_" + customer.text();
    }
    Result<> keep(const std::string& token, const std::string&) override {
        if (token != "sim_declined") return {};
        return Error{ErrorKind::invalid,
                     "payments.method_refused",
                     "The provider does not keep this means of payment.",
                     {{"/token", "refused", "must be a means of payment that can be used again"}}};
    }
    Result<> forget(const std::string&) override { return {}; }
};

struct MethodRow {
    PaymentMethodId id;
    std::string provider;
    std::string token;  // sealed
    std::string label;
    std::optional<std::int64_t> expires_month;
    std::optional<std::int64_t> expires_year;
    platform::Time created_at;
};
BOOST_DESCRIBE_STRUCT(MethodRow, (),
                      (id, provider, token, label, expires_month, expires_year, created_at))

PaymentMethod to_method(const MethodRow& row) {
    PaymentMethod method{row.id, row.provider, row.label, std::nullopt, row.created_at};
    if (row.expires_month && row.expires_year)
        method.expires = Expiry{platform::Whole<1, 12>::accept(*row.expires_month).value(),
                                platform::Whole<2000, 9999>::accept(*row.expires_year).value()};
    return method;
}

std::vector<MethodRow> rows_of(Reader& reader, const auth::UserId& customer) {
    return reader.all<MethodRow>(
        "select id, provider, token, label, expires_month, expires_year, created_at"
        " from payments.method where customer = $1 and forgotten_at is null order by id desc",
        customer);
}

const MethodRow* find(const std::vector<MethodRow>& rows, const NewPaymentMethod& method,
                      const platform::Sealer& sealer) {
    for (const auto& row : rows)
        if (row.provider == method.provider.value() &&
            store::opened_token(sealer, row.id, row.token) == method.token.value())
            return &row;
    return nullptr;
}

Error no_such_method() {
    return {ErrorKind::not_found, "payments.no_such_method",
            "The customer keeps no such means of payment."};
}

Error too_many_methods() {
    return {ErrorKind::conflict, "payments.too_many_methods",
            "A customer keeps " + std::to_string(most_methods) +
                " means of payment at most. Remove one first."};
}

}  // namespace

struct MethodService::Forgotten {
    PaymentMethodId id;
    std::string provider;
    std::string token;  // sealed
    BOOST_DESCRIBE_CLASS(Forgotten, (), (id, provider, token), (), ())
};

MethodService::MethodService(platform::Database& database, const platform::Clock& clock,
                             const Config& config, const platform::Sealer& sealer)
    : database_(database), clock_(clock), sealer_(sealer) {
    if (config.simulator) vaults_.emplace("simulator", std::make_unique<SimulatedVault>());
    if (!config.stripe.secret_key.empty())
        vaults_.emplace(stripe_name, std::make_unique<Stripe>(clock, config.stripe));
}

Vault* MethodService::find_vault(const std::string& provider) const {
    const auto found = vaults_.find(provider);
    return found == vaults_.end() ? nullptr : found->second.get();
}

Result<Vault*> MethodService::vault_for(const NewPaymentMethod& method) const {
    if (looks_like_card_number(method.token.value())) return card_number_given("/token");
    if (looks_like_card_number(method.label.value())) return card_number_given("/label");
    auto* vault = find_vault(method.provider);
    if (!vault)
        return Error{ErrorKind::invalid,
                     "payments.cannot_keep",
                     "The provider \"" + method.provider.value() +
                         "\" keeps no means of payment in this shop.",
                     {{"/provider", "not_one_of", "must be a provider that keeps them: stripe"}}};
    const auto fits = vault->check(method.token);
    if (fits) return vault;
    auto error = fits.error();
    for (auto& problem : error.problems) problem.pointer = "/token";
    return error;
}

Result<PaymentMethod> MethodService::keep(const auth::UserId& customer,
                                          const NewPaymentMethod& method) {
    const auto vault = vault_for(method);
    if (!vault) return vault.error();
    const auto known = database_.read([&](Reader& reader) { return rows_of(reader, customer); });
    if (const auto* same = find(known, method, sealer_)) return to_method(*same);
    if (known.size() >= most_methods) return too_many_methods();

    const auto payer = payer_of(customer, method.provider, **vault);
    if (!payer) return payer.error();
    if (const auto kept = (*vault)->keep(method.token, *payer); !kept) return kept.error();

    auto added = add(customer, method, *payer);
    if (!added) return too_many_methods();
    return *std::move(added);
}

// One too many, of several at a time, is with the provider already: work_off() has it forgotten
// there.
std::optional<PaymentMethod> MethodService::add(const auth::UserId& customer,
                                                const NewPaymentMethod& method,
                                                const std::string& payer) {
    return database_.transact([&](Tx& tx) -> std::optional<PaymentMethod> {
        tx.defer(
            "select pg_advisory_xact_lock(hashtextextended('means of payment ' || $1::text, 0))",
            customer);
        const auto known = rows_of(tx, customer);
        if (const auto* same = find(known, method, sealer_)) return to_method(*same);
        const auto now = clock_.now();
        std::optional<platform::Time> forgotten_at;
        if (known.size() >= most_methods) forgotten_at = now;
        const auto id = PaymentMethodId::make();
        MethodRow row{id,
                      method.provider.value(),
                      store::sealed_token(sealer_, id, method.token.value()),
                      method.label.value(),
                      std::nullopt,
                      std::nullopt,
                      now};
        if (method.expires)
            row.expires_month = method.expires->month, row.expires_year = method.expires->year;
        tx.defer(
            "insert into payments.method (id, customer, provider, token, payer, label,"
            " expires_month, expires_year, created_at, forgotten_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            row.id, customer, row.provider, row.token, payer, row.label, row.expires_month,
            row.expires_year, now, forgotten_at);
        if (forgotten_at) return std::nullopt;
        return to_method(row);
    });
}

Result<std::string> MethodService::payer_of(const auth::UserId& customer,
                                            const std::string& provider, Vault& vault) {
    const auto find = [&](Reader& reader) {
        return reader.one<std::string>(
            "select reference from payments.payer where provider = $1 and customer = $2", provider,
            customer);
    };
    if (auto known = database_.read(find)) return *std::move(known);
    const auto made = vault.make_payer(customer);
    if (!made) return made.error();
    return database_.transact([&](Tx& tx) -> Result<std::string> {
        tx.defer(
            "insert into payments.payer (provider, customer, reference, at)"
            " values ($1, $2, $3, $4) on conflict do nothing",
            provider, customer, *made, clock_.now());
        return *find(tx);
    });
}

std::vector<PaymentMethod> MethodService::methods_of(const auth::UserId& customer) {
    std::vector<PaymentMethod> methods;
    for (const auto& row :
         database_.read([&](Reader& reader) { return rows_of(reader, customer); }))
        methods.push_back(to_method(row));
    return methods;
}

Result<> MethodService::forget(const auth::UserId& customer, const PaymentMethodId& id) {
    const auto forgotten = database_.transact([&](Tx& tx) {
        return tx.one<Forgotten>(
            "update payments.method set forgotten_at = $3 where id = $1 and customer = $2"
            " and forgotten_at is null returning id, provider, token",
            id, customer, clock_.now());
    });
    if (!forgotten) return no_such_method();
    tell(*forgotten);
    return {};
}

// What the provider has forgotten is gone here as well.
void MethodService::tell(const Forgotten& method) {
    auto* vault = find_vault(method.provider);
    if (!vault || !vault->forget(store::opened_token(sealer_, method.id, method.token))) return;
    database_.transact(
        [&](Tx& tx) { tx.run("delete from payments.method where id = $1", method.id); });
}

void MethodService::work_off() {
    const auto due = database_.read([](Reader& reader) {
        return reader.all<Forgotten>(
            "select id, provider, token from payments.method where forgotten_at is not null"
            " order by forgotten_at limit 100");
    });
    for (const auto& method : due) tell(method);
}

}  // namespace kontor::payments
