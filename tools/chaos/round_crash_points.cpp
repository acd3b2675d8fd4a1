#include "audit.hpp"
#include "books.hpp"
#include "crash_point.hpp"
#include "provider.hpp"
#include "rounds.hpp"
#include "stage.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <regex>
#include <set>

namespace kontor::chaos {

using test::Answer;
using test::HttpProbe;

namespace {

constexpr std::chrono::seconds patience{90};

// The memory that is shared with the shop.
class Trap {
public:
    Trap() : file_(directory_.write("point", std::string(sizeof(CrashPoint), '\0'))) {
        const int descriptor = ::open(file_.c_str(), O_RDWR | O_CLOEXEC);
        void* memory =
            ::mmap(nullptr, sizeof(CrashPoint), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
        ::close(descriptor);
        if (memory == MAP_FAILED) throw std::runtime_error("no memory to share with the shop");
        point_ = static_cast<CrashPoint*>(memory);
    }
    ~Trap() { ::munmap(point_, sizeof(CrashPoint)); }
    Trap(const Trap&) = delete;

    test::Environment environment() const {
        return {{"LD_PRELOAD", KONTOR_CRASH_POINT_LIBRARY}, {crash_point_file, file_}};
    }
    void set(Moment moment, std::uint64_t kill_at) {
        point_->sent = 0;
        point_->kill_at = kill_at;
        point_->request_size = 0;
        point_->moment = moment;
    }
    void clear() { point_->moment = Moment::never; }
    // The shop may take another moment to die.
    bool sprung() const { return point_->request_size != 0; }
    // Empty where nothing was killed.
    std::string request() const { return {point_->request.data(), point_->request_size}; }

private:
    test::TemporaryDirectory directory_;
    std::string file_;
    CrashPoint* point_;
};

// The buyer's part, from an empty cart to the end of the purchase.
using Story = std::function<void(const Shop&, Adventures&, Journal&, Purchase&)>;

const Items two_articles{{"PLENTY-1", 2}, {"PLENTY-2", 1}};

// The checkout knows what became of a payment that was under way when the buyer was answered.
void await_order(const Shop& shop, Adventures& adventures, const Purchase& purchase) {
    if (purchase.answer.status != 202) return;
    const auto path = "/v1/checkouts/" + purchase.answer.text("/checkout_id");
    const bool ended = test::eventually(
        [&] {
            const auto status = insist(shop, adventures, [&](const HttpProbe& probe) {
                                    return probe.get(path, purchase.headers);
                                }).text("/status");
            return status == "completed" || status == "open";
        },
        patience);
    if (!ended) adventures.defects.count("a purchase does not end");
}

void await_refund(const Shop& shop, Adventures& adventures, const Purchase& purchase) {
    const auto path = "/v1/orders/" + purchase.answer.text("/id");
    const bool refunded = test::eventually(
        [&] {
            return insist(shop, adventures, [&](const HttpProbe& probe) {
                       return probe.get(path, purchase.headers);
                   }).text("/payment_status") == "voided";
        },
        patience);
    if (!refunded) adventures.defects.count("money does not go back");
}

Story in_one_request(bool cancels) {
    return [=](const Shop& shop, Adventures& adventures, Journal& journal, Purchase& purchase) {
        purchase = fill_cart(shop, adventures, two_articles, {"sim_ok"});
        buy(shop, adventures, journal, purchase, cancels);
        if (purchase.cancelled) await_refund(shop, adventures, purchase);
    };
}

// The customer chooses the way of shipping, and has to act at the provider's.
void in_steps(const Shop& shop, Adventures& adventures, Journal& journal, Purchase& purchase) {
    purchase = fill_cart(shop, adventures, two_articles, {"sim_requires_action"});
    auto headers = purchase.headers;
    headers["Idempotency-Key"] += "-begin";
    auto checkout = boost::json::parse(purchase.body).as_object();
    const boost::json::object completion{{"payment", checkout.at("payment")}};
    checkout.erase("payment");
    checkout.erase("expected_total");
    const auto begun = insist(shop, adventures, [&](const HttpProbe& probe) {
        return probe.post("/v1/checkouts", boost::json::serialize(checkout), headers);
    });
    const auto path = "/v1/checkouts/" + begun.text("/id");
    headers["Idempotency-Key"] += "-change";
    insist(shop, adventures, [&](const HttpProbe& probe) {
        return probe.patch(path, R"({"shipping_option_id":"express"})", headers);
    });
    purchase.path = path + "/complete";
    purchase.body = boost::json::serialize(completion);
    buy(shop, adventures, journal, purchase, false);
    await_order(shop, adventures, purchase);
}

// The provider takes the money and does not answer; what it did it says later.
void reported_later(const Shop& shop, Adventures& adventures, Journal& journal,
                    Purchase& purchase) {
    purchase = fill_cart(shop, adventures, two_articles, {"sim_timeout"});
    buy(shop, adventures, journal, purchase, false);
    if (purchase.answer.status != 202) return;
    if (const auto charge = Books(shop.dsn()).charge_of(purchase.answer.text("/payment_id")))
        tell(shop, adventures, {"evt_of_" + purchase.cart, "charge.captured", *charge});
    await_order(shop, adventures, purchase);
}

// The writes and the ends of transactions that the request asks the database for.
std::set<std::string> deeds_in(const std::string& request) {
    static const std::regex deed(
        R"((insert into|update|delete from)\s+([a-z_]+\.[a-z_]+)|\b(commit|rollback)\b)");
    std::set<std::string> deeds;
    for (std::sregex_iterator found(request.begin(), request.end(), deed), end; found != end;
         ++found)
        deeds.insert((*found)[2].matched ? (*found)[2].str() : (*found)[3].str());
    return deeds;
}

class Enumeration {
public:
    Enumeration(Trap& trap, Shop& shop, Journal& journal, Adventures& adventures)
        : trap_(trap),
          shop_(shop),
          journal_(journal),
          adventures_(adventures),
          books_(shop.dsn()) {}

    // Tells the story again and again, killed one request later each time, until one is told to
    // its end. Answers how often the shop was killed.
    std::size_t run(const std::string& name, const Story& story, Moment moment);
    std::string deeds() const { return deeds_.text(); }

private:
    bool is_killed(const std::string& label, const Story& story, Moment moment, std::uint64_t at);
    void reopen();

    Trap& trap_;
    Shop& shop_;
    Journal& journal_;
    Adventures& adventures_;
    Books books_;
    Tally deeds_;
};

std::size_t Enumeration::run(const std::string& name, const Story& story, Moment moment) {
    std::cerr << "crash_points: " << name << std::endl;
    std::size_t at = 1;
    while (is_killed(name + ", request " + std::to_string(at), story, moment, at)) ++at;
    return at - 1;
}

bool Enumeration::is_killed(const std::string& label, const Story& story, Moment moment,
                            std::uint64_t at) {
    trap_.set(moment, at);
    std::atomic<bool> told = false;
    std::jthread buyer([&] {
        Purchase purchase;
        try {
            story(shop_, adventures_, journal_, purchase);
        } catch (const std::exception& failure) {
            adventures_.defects.count(label + ": " + failure.what());
        }
        if (!purchase.email.empty()) {
            purchase.label = label;
            journal_.write(purchase);
        }
        told = true;
    });
    bool killed = false;
    const auto look_after = [&] {
        if (shop_.running()) return;
        reopen();
        killed = true;
    };
    try {
        test::eventually(
            [&] {
                look_after();
                return told && books_.facts_to_follow() == 0;
            },
            patience);
        trap_.clear();
        if (!killed && trap_.sprung()) test::eventually([&] { return !shop_.running(); });
        look_after();
    } catch (const std::exception& failure) {
        // The buyer goes on trying for a while, and is waited for.
        std::cerr << "crash_points: " << label << ": " << failure.what() << std::endl;
        throw;
    }
    for (const auto& deed : deeds_in(trap_.request())) deeds_.count(deed);
    return killed;
}

void Enumeration::reopen() {
    trap_.clear();
    // What the shop had asked for last may still be done, and take a lease.
    test::eventually([&] { return books_.connections() == 0; });
    books_.end_leases();
    shop_.open();
}

}  // namespace

Report crash_points() {
    Trap trap;
    auto environment = trap.environment();
    environment["KONTOR_PAYMENTS_UNKNOWN_AFTER_SECONDS"] = "1";
    Shop shop({{"PLENTY-1", 1'000'000}, {"PLENTY-2", 1'000'000}}, environment);
    Report report;
    Adventures adventures;
    Journal journal(shop.journal());
    Enumeration enumeration(trap, shop, journal, adventures);
    const std::vector<std::pair<std::string, Story>> stories{
        {"bought in one request", in_one_request(false)},
        {"bought in steps, approved by the customer", in_steps},
        {"paid without an answer, reported later", reported_later},
        {"bought and cancelled", in_one_request(true)}};
    for (const auto& [name, story] : stories) {
        const auto before = enumeration.run(name + ", before", story, Moment::before_sending);
        const auto after = enumeration.run(name + ", after", story, Moment::after_sending);
        report.expect("F2: " + name + ": killed at every request to the database",
                      before > 0 && after > 0,
                      "N = 1.." + std::to_string(before) + " before it is sent, N = 1.." +
                          std::to_string(after) + " before it is answered");
    }
    report.note("among the requests it was killed at", enumeration.deeds());
    audit(shop, journal.purchases(), adventures, report);
    expect_good_end(shop, report);
    return report;
}

}  // namespace kontor::chaos
