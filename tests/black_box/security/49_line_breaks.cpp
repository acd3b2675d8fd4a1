#include "open_shop.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

namespace kontor::test {

namespace {

// As JSON has them, each after a mark of its own.
std::string injected(const std::string& mark) {
    return mark + R"(\r\nBcc: )" + mark + R"(@thief49.example\nCc: x@thief49.example\r)" +
           R"(Set-Cookie: stolen49=1\u2028Bcc: x@thief49.example\r\n\r\n<html>)";
}

std::string head_of(const std::string& message) {
    return message.substr(0, message.find("\r\n\r\n"));
}

bool has_line(const std::string& head, const std::string& name) {
    return head.find("\n" + name + ":") != std::string::npos;
}

// Name by name; a header on several lines goes on with a blank.
std::multiset<std::string> names_in(const std::string& head) {
    std::multiset<std::string> names;
    for (std::size_t begin = 0; begin < head.size();) {
        const auto end = std::min(head.find("\r\n", begin), head.size());
        const auto line = head.substr(begin, end - begin);
        if (!line.starts_with(' ')) names.insert(line.substr(0, line.find(':')));
        begin = end + 2;
    }
    return names;
}

// As the shop writes letters, and nothing else.
void check_letter(const std::string& head) {
    static const std::set<std::string> known{
        "Auto-Submitted",        "Content-Type", "Date",       "From",    "List-Unsubscribe",
        "List-Unsubscribe-Post", "MIME-Version", "Message-ID", "Subject", "To"};
    CAPTURE(head);
    const auto names = names_in(head);
    for (const auto& name : names) {
        CHECK(known.contains(name));
        CHECK(names.count(name) == 1);
    }
    for (std::size_t at = head.find_first_of("\r\n"); at != head.npos;
         at = head.find_first_of("\r\n", at + 2))
        CHECK(head.substr(at, 2) == "\r\n");
    CHECK(head.find("To: thief49") == std::string::npos);
}

// Waits for a letter with this in its head, and looks at all of them.
void check_letters(const std::string& mark) {
    const auto is_there = [&] {
        const auto heads = open_shop().heads_of_letters();
        return std::ranges::any_of(heads,
                                   [&](const auto& head) { return head.find(mark) != head.npos; });
    };
    REQUIRE_MESSAGE(eventually(is_there), mark);
    for (const auto& head : open_shop().heads_of_letters()) check_letter(head);
}

// Of a kind of letter, in every language, until the end of the test.
class Worded {
public:
    Worded(std::string kind, const std::string& subject) : kind_(std::move(kind)) {
        const auto list = open_shop().staff().get("/v1/admin/message-templates").json();
        for (const auto& known : list.at("data").as_array())
            if (known.at("kind").as_string() == kind_)
                for (const auto& locale : known.at("locales").as_array())
                    locales_.emplace_back(locale.as_string());
        for (const auto& locale : locales_) {
            const auto written =
                open_shop().staff().send("PUT", path(locale), R"({"subject":")" + subject + "\"}");
            INFO(written.body);
            CHECK(written.status == 200);
        }
    }
    ~Worded() {
        for (const auto& locale : locales_) open_shop().staff().send("DELETE", path(locale));
    }
    Worded(const Worded&) = delete;

private:
    std::string path(const std::string& locale) const {
        return "/v1/admin/message-templates/" + kind_ + "/" + locale;
    }

    std::string kind_;
    std::vector<std::string> locales_;
};

}  // namespace

TEST_CASE("49: line breaks in an address give no header of the answer") {
    for (const std::string target :
         {"/v1/products/x%0d%0aSet-Cookie:%20stolen49=1", "/v1/products/%0d%0a%0d%0a<html>",
          "/v1/products?q=%0d%0aSet-Cookie:%20stolen49=1", "/docs%0d%0aLocation:%20/evil",
          "/v1/carts/%0aSet-Cookie:stolen49=1", "/v1/products/x%E5%98%8A%E5%98%8DSet-Cookie:x"}) {
        RawClient client(open_shop().port());
        client.send("GET " + target +
                    " HTTP/1.1\r\nHost: shop\r\nX-Request-Id: a%0d%0aSet-Cookie:b\r\n\r\n");
        const auto head = head_of(client.answer());
        REQUIRE(head.starts_with("HTTP/1.1 "));
        CHECK_FALSE(has_line(head, "Set-Cookie"));
        CHECK_FALSE(has_line(head, "Location"));
        CHECK(head.find("stolen49") == std::string::npos);
    }
}

TEST_CASE("49: line breaks in an address of mail are 422, wherever one is taken") {
    const auto& staff = open_shop().staff();
    const auto stranger = open_shop().stranger();
    const std::string email = R"("email":"ada49@example.org\r\nBcc: thief49@example.org")";
    const auto key = [] {
        return Headers{{"Idempotency-Key", platform::to_string(platform::new_uuid())}};
    };
    for (const auto& [probe, path, body] :
         {std::tuple(stranger, "/v1/auth/register", email + R"(,"password":"a quiet canal")"),
          std::tuple(stranger, "/v1/auth/forgot-password", email),
          std::tuple(staff, "/v1/admin/gift-cards",
                     email + R"(,"amount":{"amount":500,"currency":"EUR"})"),
          std::tuple(staff, "/v1/admin/staff/invitations", email + R"(,"role":"staff")"),
          std::tuple(staff, "/v1/admin/drafts",
                     email + R"(,"items":[{"sku":")" + open_shop().sku + R"(","quantity":1}])")}) {
        CAPTURE(path);
        const auto answer = probe.post(path, "{" + body + "}", key());
        CHECK(answer.status == 422);
        CHECK(answer.text("/errors/0/pointer") == "/email");
    }
}

TEST_CASE("49: line breaks in a subject, and in a name in it, give no header of a mail") {
    const Worded welcome("welcome", injected("Worded49") + " {{name}}");
    const auto registered = open_shop().stranger().post(
        "/v1/auth/register", R"({"email":"ada49@example.org","password":"a quiet canal",)"
                             R"("name":")" +
                                 injected("Named49") + R"("})");
    REQUIRE(registered.status == 201);
    CHECK(registered.headers.count("set-cookie") == 0);
    check_letters("Worded49");
    check_letters("Named49");
}

TEST_CASE("49: line breaks in the name of a product give no header of a mail, nor of an answer") {
    const auto& staff = open_shop().staff();
    const auto product = staff.post(
        "/v1/admin/products",
        R"({"title":")" + injected("Titled49") +
            R"(","status":"published","variants":[{"sku":"BROKEN49","prices":[{"amount":100,)"
            R"("currency":"EUR"}]}]})");
    REQUIRE_MESSAGE(product.status == 201, product.body);
    CHECK(product.headers.count("set-cookie") == 0);
    const auto asked = open_shop().stranger().post(
        "/v1/products/" + product.text("/variants/0/id") + "/back-in-stock",
        R"({"email":"grace49@example.org"})");
    REQUIRE_MESSAGE(asked.status == 202, asked.body);
    const auto received =
        staff.post("/v1/admin/inventory/receipts", R"({"lines":[{"sku":"BROKEN49","quantity":5}]})",
                   {{"Idempotency-Key", "received-49"}});
    REQUIRE_MESSAGE(received.status < 300, received.body);
    check_letters("Titled49");
}

TEST_CASE("49: line breaks in who is invited and who buys give no header of a mail") {
    const Worded invitation("staff_invitation", "{{name}}");
    CHECK(open_shop()
              .staff()
              .post("/v1/admin/staff/invitations",
                    R"({"email":"joan49@example.org","role":"staff","name":")" +
                        injected("Joan49") + "\"}")
              .status == 201);
    const auto cart = open_shop().cart();
    cart.put_in(R"({"sku":")" + open_shop().sku + R"(","quantity":1})");
    const auto bought = cart.guest.post(
        "/v1/orders",
        R"({"cart_id":")" + cart.id +
            R"(","email":"grace49@example.org","shipping_address":{"name":")" +
            injected("Grace49") +
            R"(","line1":"Quay 1","city":"Hamburg","postal_code":"20457","country":"DE"},)"
            R"("payment":{"provider":"simulator","token":"sim_ok"}})",
        {{"Idempotency-Key", "line-breaks-49"}});
    CHECK((bought.status == 201 || bought.status == 422));
    check_letters("Joan49");
}

}  // namespace kontor::test
