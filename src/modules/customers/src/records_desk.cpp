#include "customers/personal_module.hpp"
#include "records_store.hpp"
#include "store.hpp"
#include "telephones/telephone_store.hpp"

namespace kontor::customers {

using namespace platform;

namespace {

Totals totals_of(const store::Figures& figures) {
    const auto money = [&](std::int64_t amount) { return Money{amount, figures.currency}; };
    const auto value = figures.paid - figures.refunded;
    Totals totals{figures.orders, money(figures.paid), money(figures.refunded), money(value), {}};
    if (figures.orders > 0) totals.average_order = money(value / figures.orders);
    return totals;
}

// Into a summary or a record.
void add(const store::Figures& figures, auto& into) {
    into.orders += figures.orders;
    into.returns += figures.returns;
    into.last_order_at = std::max(into.last_order_at, std::optional(figures.last_order_at));
    into.totals.push_back(totals_of(figures));
}

CustomerSummary summary_of(auth::User user) {
    CustomerSummary summary;
    summary.id = user.id;
    summary.email = std::move(user.email);
    summary.name = std::move(user.name);
    summary.created_at = user.created_at;
    summary.email_verified = user.email_verified;
    return summary;
}

class RecordsDesk final : public CustomerRecords {
public:
    RecordsDesk(Database& database, auth::Accounts& accounts, Profiles& profiles,
                Consents& consents, const Sealer& sealer)
        : database_(database),
          accounts_(accounts),
          profiles_(profiles),
          consents_(consents),
          sealer_(sealer) {}

    std::vector<CustomerSummary> list(const CustomerFilter& filter) override {
        std::vector<CustomerSummary> summaries;
        std::vector<auth::UserId> ids;
        for (auto& user : accounts_.customers(
                 {filter.q, filter.after, filter.limit, customers_with(filter.phone)})) {
            ids.push_back(user.id);
            summaries.push_back(summary_of(std::move(user)));
        }
        for (const auto& figures : figures_of(ids))
            add(figures, *std::ranges::find(summaries, figures.customer, &CustomerSummary::id));
        return summaries;
    }

    Result<CustomerRecord> record(const auth::UserId& customer) override {
        if (const auto known = accounts_.customer(customer); !known) return known.error();
        auto profile = profiles_.profile(customer);
        if (!profile) return profile.error();
        CustomerRecord record;
        record.profile = *std::move(profile);
        record.groups =
            database_.read([&](Reader& reader) { return store::groups_with(reader, customer); });
        record.consents = consents_.consents(customer);
        for (const auto& figures : figures_of({customer})) add(figures, record);
        return record;
    }

    std::vector<PurchaseMoney> money_after(const std::optional<orders::OrderId>& after,
                                           std::size_t limit) override {
        return database_.read(
            [&](Reader& reader) { return store::money_after(reader, after, limit); });
    }

    void put_right(const std::vector<KnownPurchase>& purchases) override {
        std::map<orders::OrderId, store::ToldOrder> told;
        std::vector<store::ToldReturn> returns;
        for (const auto& known : purchases) {
            told[known.order] = {known.customer, known.currency, known.placed_at,
                                 known.is_cancelled};
            for (const auto& id : known.returns) returns.push_back({id, known.order});
        }
        database_.transact([&](Tx& tx) {
            store::note(tx, told);
            store::note(tx, returns);
            store::balance(tx, purchases);
        });
    }

private:
    std::optional<std::vector<auth::UserId>> customers_with(
        const std::optional<DialledNumber>& phone) {
        if (!phone) return std::nullopt;
        return database_.read(
            [&](Reader& reader) { return store::customers_with(reader, sealer_, *phone); });
    }

    std::vector<store::Figures> figures_of(const std::vector<auth::UserId>& ids) {
        if (ids.empty()) return {};
        return database_.read([&](Reader& reader) { return store::figures(reader, ids); });
    }

    Database& database_;
    auth::Accounts& accounts_;
    Profiles& profiles_;
    Consents& consents_;
    const Sealer& sealer_;
};

}  // namespace

std::unique_ptr<CustomerRecords> make_records(Database& database, auth::Accounts& accounts,
                                              Profiles& profiles, Consents& consents,
                                              const Sealer& sealer) {
    return std::make_unique<RecordsDesk>(database, accounts, profiles, consents, sealer);
}

}  // namespace kontor::customers
