#include "platform/json/json.hpp"
#include "returns/personal_data.hpp"

namespace kontor::returns {

using namespace platform;

namespace {

constexpr std::size_t page = 200;

class ReturnData final : public PersonalData {
public:
    ReturnData(Database& database, Returns& returns) : database_(database), returns_(returns) {}

    std::vector<PersonalRecords> copy_of(const Person& person) override {
        ReturnFilter filter;
        filter.customer = auth::UserId(person.account);
        filter.limit = page;
        std::vector<Return> all;
        while (true) {
            auto found = returns_.list(filter);
            const bool is_last = found.size() < page;
            std::ranges::move(found, std::back_inserter(all));
            if (is_last) return {{"returns", json::write(all)}};
            filter.after = all.back().id;
        }
    }

    std::vector<Obstacle> obstacles(const Person& person) override {
        std::vector<Obstacle> obstacles;
        for (const auto& id : open_returns_of(person))
            obstacles.push_back(
                {"returns.under_way",
                 "Return " + id.text() + " is under way. Cancel it, or wait until it is settled.",
                 false});
        return obstacles;
    }

    void forget(const Person& person) override {
        database_.transact([&](Tx& tx) {
            tx.execute("select returns.forget_customer($1)", {db::encode(person.account)});
        });
    }

private:
    std::vector<ReturnId> open_returns_of(const Person& person) {
        return database_.read([&](Reader& reader) {
            return reader.all<ReturnId>(
                "select id from returns.return where customer = $1 and status in"
                " ('requested', 'approved', 'partially_received', 'received') order by id desc",
                person.account);
        });
    }

    Database& database_;
    Returns& returns_;
};

}  // namespace

std::unique_ptr<PersonalData> make_personal_data(Database& database, Returns& returns) {
    return std::make_unique<ReturnData>(database, returns);
}

}  // namespace kontor::returns
