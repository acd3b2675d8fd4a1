#include "archive.hpp"
#include "orders/module.hpp"
#include "payments/events.hpp"
#include "platform/http/router.hpp"

#include <boost/json.hpp>

#include <functional>

using namespace kontor;
using namespace kontor::invoices;
using namespace kontor::platform::http;

namespace {

// Orders are real here: whose they are decides who reads their papers.
struct Desk : Archive {
    test::TestDatabase order_tables{{"orders"}};
    platform::Database order_book = order_tables.database("orders");
    std::unique_ptr<orders::Orders> all_orders = orders::make_orders(order_book, events, clock);
    Caller caller;
    Router router{
        {.version = "1",
         .authenticate = [this](const Request&) -> platform::Result<Caller> { return caller; },
         .languages = *LanguageList::accept(
             {*platform::LanguageTag::accept("en"), *platform::LanguageTag::accept("de")})}};

    Desk() { add_routes(router, *invoices, *all_orders, config, "secret"); }

    // An order that has its invoice and a credit note.
    std::string papers_of(const auth::Shopper& owner) {
        const auto order = add();
        orders::NewOrder placed;
        placed.id = order.id;
        placed.cart = platform::new_uuid();
        placed.checkout = platform::new_uuid();
        placed.owner = owner;
        placed.email = order.email;
        placed.items = order.items;
        placed.totals = order.totals;
        placed.shipping_address = placed.billing_address = order.billing_address;
        placed.shipping_option = order.shipping_option;
        placed.terms = order.terms;
        REQUIRE(all_orders->place_pending(placed).has_value());
        REQUIRE(invoices->issue(order.id).has_value());
        hear(payments::PaymentRefunded{payments::PaymentId::make(), order.id,
                                       payments::RefundId::make(), euros(500), "goodwill"});
        return order.id.text();
    }
    void be_guest(const std::string& token_hash) {
        caller = {};
        caller.kind = Caller::Kind::guest;
        caller.guest_token_hash = token_hash;
    }
    void be_customer(const auth::UserId& user) {
        caller = {};
        caller.kind = Caller::Kind::customer;
        caller.user = user.uuid();
    }
    void be_staff(std::vector<std::string> permissions) {
        caller = {};
        caller.kind = Caller::Kind::staff;
        caller.user = platform::new_uuid();
        caller.permissions = std::move(permissions);
    }
    Response get(const std::string& path, const Headers& more = {}) {
        Headers headers{{"Host", "shop.example"}};
        headers.insert(headers.end(), more.begin(), more.end());
        return router.handle({Method::get, "/v1" + path, headers, {}, {}});
    }
    static std::string header(const Response& answer, const std::string& name) {
        return std::string(find_header(answer.headers, name).value_or(""));
    }
    static std::string code(const Response& answer) {
        return std::string(boost::json::parse(answer.body).at("code").as_string());
    }
    void check_files(const std::string& folder) {
        for (const std::string number : {"2026-000001", "C2026-000001"}) {
            const auto page = get(folder + number + ".html");
            CHECK(page.status == 200);
            CHECK(header(page, "Content-Type") == "text/html; charset=utf-8");
            CHECK(header(page, "Content-Disposition").find(number + ".html") != std::string::npos);
            CHECK(header(page, "Content-Security-Policy").starts_with("default-src 'none'"));
            CHECK(page.body.find(number) != std::string::npos);
            const auto paper = get(folder + number + ".pdf");
            CHECK(paper.status == 200);
            CHECK(header(paper, "Content-Type") == "application/pdf");
            CHECK(header(paper, "Cache-Control").find("private") != std::string::npos);
            CHECK(paper.body.starts_with("%PDF-"));
        }
    }
};

}  // namespace

TEST_CASE_FIXTURE(Desk, "a guest with the token reads invoice and credit note as page and as PDF") {
    const auto order = papers_of({{}, "token"});
    be_guest("token");
    const auto list = get("/orders/" + order + "/invoices");
    CHECK(list.status == 200);
    CHECK(boost::json::parse(list.body).at("data").as_array().size() == 2);
    check_files("/orders/" + order + "/invoices/");
}

TEST_CASE_FIXTURE(Desk, "a customer reads the papers of an own order, in the language asked for") {
    const auto user = auth::UserId::make();
    const auto order = papers_of({user, ""});
    be_customer(user);
    check_files("/orders/" + order + "/invoices/");
    const auto german = get("/orders/" + order + "/invoices/C2026-000001.html",
                            {{"Accept-Language", "de-AT, en;q=0.5"}});
    CHECK(german.body.find("Gutschrift") != std::string::npos);
}

TEST_CASE_FIXTURE(Desk, "somebody else's papers do not exist, whoever asks") {
    const auto order = papers_of({auth::UserId::make(), ""});
    const auto folder = "/orders/" + order + "/invoices";
    for (const auto& be_somebody_else :
         {std::function<void()>([&] { be_guest("token"); }),
          std::function<void()>([&] { be_customer(auth::UserId::make()); }),
          std::function<void()>([&] { caller = {}; })}) {
        be_somebody_else();
        for (const std::string path : {"", "/2026-000001.html", "/2026-000001.pdf",
                                       "/C2026-000001.pdf", "/2026-999999.pdf"}) {
            const auto answer = get(folder + path);
            CHECK(answer.status == 404);
            CHECK(code(answer) == "orders.no_such_order");
        }
    }
}

TEST_CASE_FIXTURE(Desk, "an invoice is none of another order, and none of another kind of file") {
    const auto user = auth::UserId::make();
    papers_of({user, ""});
    const auto other = papers_of({user, ""});
    be_customer(user);
    for (const std::string file :
         {"2026-000001.pdf", "2026-000002", "2026-000002.txt", "2026-000002.", "nothing.html"}) {
        const auto answer = get("/orders/" + other + "/invoices/" + file);
        CHECK_MESSAGE(answer.status == 404, file);
        CHECK(code(answer) == "invoices.no_such_invoice");
    }
    CHECK(get("/orders/" + other + "/invoices/2026-000002.pdf").status == 200);
    CHECK(get("/orders/ord_x/invoices/2026-000002.pdf").status == 404);
}

TEST_CASE_FIXTURE(Desk, "staff who may read orders reads the papers of all of them") {
    const auto order = papers_of({{}, "token"});
    const auto folder = "/admin/orders/" + order + "/invoices";
    be_staff({"orders.read"});
    check_files(folder + "/");
    CHECK(boost::json::parse(get(folder).body).at("data").as_array().size() == 2);
    CHECK(boost::json::parse(get("/admin/invoices?kind=credit_note").body)
              .at_pointer("/data/0/number") == "C2026-000001");
    CHECK(get(folder + "/2026-000009.pdf").status == 404);
    be_staff({"catalog.read"});
    for (const auto& path : {folder, folder + "/2026-000001.pdf", folder + "/x.html"})
        CHECK(get(path).status == 403);
    be_customer(auth::UserId::make());
    CHECK(get(folder + "/2026-000001.pdf").status == 403);
}
