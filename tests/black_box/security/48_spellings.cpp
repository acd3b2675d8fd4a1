#include "open_shop.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

namespace kontor::test {

namespace {

int status_of(const std::string& answer) {
    return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0;
}

}  // namespace

TEST_CASE("48: no other spelling of an address reaches it, whoever asks") {
    const auto bearer = open_shop().staff_credentials();
    for (const auto& credentials : {std::string(), bearer})
        for (const std::string target : {"/v1/%61dmin/orders",
                                         "/v1/admin%2forders",
                                         "//v1/admin/orders",
                                         "/v1//admin/orders",
                                         "/v1/admin/orders/",
                                         "/v1/admin/orders//",
                                         "/v1/x/../admin/orders",
                                         "/v1/./admin/orders",
                                         "/v1/%2e%2e/v1/admin/orders",
                                         "/v1/admin/orders%00",
                                         "/v1/admin/orders%00.html",
                                         "/v1/admin/orders;x=1",
                                         "/v1/admin\\orders",
                                         "/V1/admin/orders",
                                         "/v1/ADMIN/orders",
                                         "/v1/admin/%c0%aforders",
                                         "/v1/admin/orders%c0%80",
                                         "/v1/admin/orders%e0%80%af",
                                         "/v1/admin/orders%",
                                         "/v1/admin/orders%4",
                                         "/v1/admin/orders%zz",
                                         "/v1/admin/orders%2f",
                                         "/v1/admin/orders%20",
                                         "/v1/admin/orders%252f",
                                         "/v1/admin/orders\xff",
                                         "/v1/admin/orders#x",
                                         "v1/admin/orders",
                                         "http://shop//v1/admin/orders",
                                         "http://shop/v1/admin/orders/"}) {
            CAPTURE(target);
            RawClient client(open_shop().port());
            client.send("GET " + target + " HTTP/1.1\r\nHost: shop\r\n" + credentials + "\r\n");
            client.finish_sending();
            const auto answer = client.until_closed();
            CAPTURE(answer);
            CHECK((status_of(answer) == 404 || status_of(answer) == 400));
        }
}

TEST_CASE("48: the address itself asks who is there") {
    CHECK(open_shop().stranger().get("/v1/admin/orders").status == 401);
    CHECK(open_shop().staff().get("/v1/admin/orders").status == 200);
}

}  // namespace kontor::test
