#include "counter.hpp"

using namespace kontor;
using namespace kontor::shipping;
using namespace kontor::platform::http;

namespace {

struct RateDesk : Counter {
    std::int64_t price(const std::string& country, const std::string& code,
                       const std::string& option) {
        Parcel parcel{country, {3000, euro()}, 500};
        parcel.quantity = 3;
        parcel.postal_code = code;
        const auto found = shipping->option(option, parcel);
        return found ? found->price.amount : -1;
    }
};

const std::string zones = "shipping/zones";

}  // namespace

TEST_CASE("staff make zones and methods, which hold at once") {
    RateDesk desk;
    const auto zone = desk.ask(Method::put, zones + "/sylt",
                               R"({"name":"Sylt","areas":[{"country":"SE","region":"SE-AB"},
                                   {"country":"SE","postal_code_prefix":"259 38"}]})");
    CHECK_EQ(desk.status, 200);
    CHECK_EQ(zone.at("areas").at(0).at("postal_code_prefix").as_string(), "25938");
    CHECK_EQ(desk.price("SE", "25938", "standard"), 490);
    CHECK_EQ(desk.price("SE", "11111", "standard"), 490);

    const auto with =
        desk.ask(Method::put, zones + "/sylt/methods/ferry",
                 R"({"name":"Ferry","basis":"quantity","min_days":2,"max_days":4,"rates":[
            {"currency":"EUR","free_from":9000,"steps":[{"from":0,"price":800},
             {"from":3,"price":1200},{"from":10,"price":null}]}]})");
    CHECK_EQ(desk.status, 200);
    CHECK_EQ(with.at("methods").at(0).at("rates").at(0).at("steps").as_array().size(), 3);
    CHECK_EQ(desk.price("SE", "25938", "ferry"), 1200);
    CHECK_EQ(desk.price("SE", "25938", "standard"), -1);
    CHECK_EQ(desk.price("SE", "11111", "ferry"), -1);

    desk.ask(Method::put, zones + "/sylt", R"({"name":"Island","areas":[{"country":"SE"}]})");
    CHECK_EQ(desk.price("SE", "11111", "ferry"), 1200);
    CHECK_EQ(desk.ask(Method::get, zones + "/sylt").at("name").as_string(), "Island");
    CHECK_GE(desk.ask(Method::get, zones).at("data").as_array().size(), 2);

    desk.ask(Method::del, zones + "/sylt/methods/ferry");
    CHECK_EQ(desk.status, 204);
    CHECK_EQ(desk.price("SE", "11111", "ferry"), -1);
    desk.ask(Method::del, zones + "/sylt/methods/ferry");
    CHECK_EQ(desk.status, 404);
    desk.ask(Method::del, zones + "/sylt");
    CHECK_EQ(desk.status, 204);
    CHECK_EQ(desk.price("SE", "25938", "standard"), 490);
    desk.ask(Method::del, zones + "/sylt");
    CHECK_EQ(desk.status, 404);
}

TEST_CASE("a pickup tells the address of its location") {
    RateDesk desk;
    desk.ask(Method::put, zones + "/dk", R"({"name":"Denmark","areas":[{"country":"DK"}]})");
    const std::string pickup = R"({"name":"Fetch it","kind":"pickup","location":"main","min_days":0,
        "max_days":0,"rates":[{"currency":"EUR","steps":[{"from":0,"price":0}]}]})";
    desk.ask(Method::put, zones + "/dk/methods/pickup", pickup);
    CHECK_EQ(desk.status, 422);
    inventory::LocationChange change;
    change.address = platform::change_to(somewhere());
    REQUIRE(desk.locations->change("main", change).has_value());
    desk.ask(Method::put, zones + "/dk/methods/pickup", pickup);
    CHECK_EQ(desk.status, 200);
    const auto options = desk.shipping->options({"DK", {3000, euro()}, 500});
    REQUIRE_EQ(options.size(), 1);
    CHECK(options[0].kind == OptionKind::pickup);
    CHECK_EQ(options[0].address->city.value(), "Berlin");
    desk.ask(Method::del, zones + "/dk");
    change.address = platform::Nullable<Address>{};
    REQUIRE(desk.locations->change("main", change).has_value());
}

TEST_CASE("zones and methods that make no sense are refused, with the place") {
    RateDesk desk;
    const auto pointer = [&](const std::string& path, const std::string& body) {
        const auto answer = desk.ask(Method::put, zones + path, body);
        if (desk.status != 422) return std::to_string(desk.status);
        return std::string(answer.at("errors").at(0).at("pointer").as_string());
    };
    CHECK_EQ(pointer("/none", R"({"name":"None"})"), "/areas");
    CHECK_EQ(pointer("/none", R"({"name":"None","areas":[{"country":"XX"}]})"), "/areas/0/country");
    CHECK_EQ(pointer("/none", R"({"name":"None","areas":[{"country":"DE"},{"country":"DE"}]})"),
             "/areas/1");
    CHECK_EQ(pointer("/No_Slug", R"({"name":"x","everywhere":true})"), "404");

    const auto method = [&](const std::string& members, const std::string& steps) {
        return pointer("/everywhere/methods/odd", R"({"name":"Odd","min_days":2,)" + members +
                                                      R"("rates":[{"currency":"EUR","steps":)" +
                                                      steps + "}]}");
    };
    const std::string step = R"([{"from":0,"price":1}])";
    CHECK_EQ(method(R"("max_days":1,)", step), "/max_days");
    CHECK_EQ(method(R"("max_days":2,"carrier":"nobody",)", step), "/carrier");
    CHECK_EQ(method(R"("max_days":2,"service":"parcel",)", step), "/service");
    CHECK_EQ(method(R"("max_days":2,"location":"main",)", step), "/location");
    CHECK_EQ(method(R"("max_days":2,)", "[]"), "/rates/0/steps");
    CHECK_EQ(method(R"("max_days":2,)", R"([{"from":5,"price":1}])"), "/rates/0/steps/0/from");
    CHECK_EQ(method(R"("max_days":2,"basis":"weight",)",
                    R"([{"from":5,"price":1},{"from":5,"price":2}])"),
             "/rates/0/steps/1/from");
    CHECK_EQ(method(R"("max_days":2,)", R"([{"from":0,"price":-1}])"), "/rates/0/steps/0/price");
    CHECK_EQ(pointer("/everywhere/methods/odd",
                     R"({"name":"Odd","min_days":1,"max_days":1,"rates":[]})"),
             "/rates");
    CHECK_EQ(pointer("/nowhere/methods/odd",
                     R"({"name":"Odd","min_days":1,"max_days":1,"rates":[{"currency":"EUR",
                         "steps":[{"from":0,"price":1}]}]})"),
             "404");
    CHECK_EQ(desk.ask(Method::get, zones + "/everywhere").at("methods").as_array().size(), 2);
}

TEST_CASE("who may only read zones changes none") {
    RateDesk desk;
    desk.caller.permissions = {"shipping.read"};
    desk.ask(Method::get, zones);
    CHECK_EQ(desk.status, 200);
    desk.ask(Method::put, zones + "/x", R"({"name":"x","everywhere":true})");
    CHECK_EQ(desk.status, 403);
    desk.ask(Method::del, zones + "/everywhere");
    CHECK_EQ(desk.status, 403);
}
