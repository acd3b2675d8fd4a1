#include "shop.hpp"

using namespace kontor;
using namespace kontor::recommendations;
using namespace kontor::recommendations::test;

namespace {

Experiment described(Shop& shop, const std::string& placement = "product") {
    const auto json = R"({"name":"Which list","placement":")" + placement + R"(","variants":[
        {"name":"similar","weight":1,"strategy":"similar"},
        {"name":"popular","weight":1,"strategy":"popular"}]})";
    return shop.experiments->create(platform::json::read<NewExperiment>(json).value()).value();
}

Experiment started(Shop& shop, const std::string& placement = "product") {
    const auto experiment = described(shop, placement);
    return shop.experiments->move(experiment.id, ExperimentStatus::running).value();
}

VariantResult result_of(Shop& shop, const ExperimentId& experiment, const std::string& variant) {
    const auto results = shop.experiments->results(experiment).value();
    return *std::ranges::find(results.variants, variant, &VariantResult::name);
}

struct Signed {
    Shop shop;
    ProductId mug = shop.add("Red octopus mug");
    ProductId alike = shop.add("Blue octopus mug");
    ProductId hit = shop.add("Hacksaw");
    Experiment experiment = started(shop);
    auth::UserId ada = auth::UserId::make();
    std::string variant = *shop.recommendations->beside(mug, {{ada, ""}, 5, "en"}).value().variant;
};

}  // namespace

TEST_CASE("visitors see the list of their variant, each time, and it says which") {
    Shop shop;
    const auto mug = shop.add("Red octopus mug");
    shop.add("Blue octopus mug");
    const auto saw = shop.add("Hacksaw");
    shop.order({saw});
    const auto experiment = started(shop);
    std::map<std::string, int> variants;
    for (int number = 0; number < 40; ++number) {
        const Asked asked{{std::nullopt, "visitor" + std::to_string(number)}, 5, "en"};
        const auto first = shop.recommendations->beside(mug, asked).value();
        REQUIRE_EQ(first.experiment, experiment.id);
        CHECK_EQ(Shop::titles(first),
                 first.variant == "similar" ? Titles{"Blue octopus mug"} : Titles{"Hacksaw"});
        CHECK_EQ(shop.recommendations->beside(mug, asked).value().variant, first.variant);
        ++variants[*first.variant];
    }
    CHECK_EQ(variants.size(), 2);
    CHECK_EQ(result_of(shop, experiment.id, "similar").answers, 2 * variants["similar"]);
    CHECK_EQ(result_of(shop, experiment.id, "popular").answers, 2 * variants["popular"]);
}

TEST_CASE("a visitor of whom nothing is known is in no experiment") {
    Shop shop;
    const auto mug = shop.add("Mug");
    const auto experiment = started(shop);
    CHECK_FALSE(shop.recommendations->beside(mug, {{}, 5, "en"}).value().experiment);
    CHECK_EQ(result_of(shop, experiment.id, "similar").answers, 0);
}

TEST_CASE("an experiment decides at its own placement only") {
    Shop shop;
    const auto mug = shop.add("Mug");
    const auto experiment = started(shop, "home");
    const Asked asked{{auth::UserId::make(), ""}, 5, "en"};
    CHECK_FALSE(shop.recommendations->beside(mug, asked).value().experiment);
    CHECK_FALSE(shop.recommendations->beside_basket({mug}, asked).experiment);
    CHECK_EQ(shop.recommendations->for_visitor(asked).experiment, experiment.id);
}

TEST_CASE("an experiment goes from draft to running to stopped, and no other way") {
    Shop shop;
    const auto mug = shop.add("Mug");
    const auto experiment = described(shop);
    const Asked asked{{auth::UserId::make(), ""}, 5, "en"};
    CHECK_FALSE(shop.recommendations->beside(mug, asked).value().experiment);
    const auto early = shop.experiments->move(experiment.id, ExperimentStatus::stopped);
    CHECK_EQ(early.error().code, "invalid_transition");

    CHECK(shop.experiments->move(experiment.id, ExperimentStatus::running).value().started_at);
    CHECK(shop.recommendations->beside(mug, asked).value().experiment);
    CHECK(shop.experiments->move(experiment.id, ExperimentStatus::running).has_error());

    CHECK(shop.experiments->move(experiment.id, ExperimentStatus::stopped).value().stopped_at);
    CHECK_FALSE(shop.recommendations->beside(mug, asked).value().experiment);
    CHECK(shop.experiments->move(experiment.id, ExperimentStatus::running).has_error());
    CHECK_EQ(shop.experiments->move(ExperimentId::make(), ExperimentStatus::running).error().code,
             "recommendations.no_such_experiment");
}

TEST_CASE("one experiment runs at a placement at a time") {
    Shop shop;
    const auto first = started(shop);
    const auto second = described(shop);
    CHECK_EQ(shop.experiments->move(second.id, ExperimentStatus::running).error().code,
             "recommendations.placement_taken");
    std::ignore = shop.experiments->move(first.id, ExperimentStatus::stopped).value();
    CHECK(shop.experiments->move(second.id, ExperimentStatus::running).has_value());
}

TEST_CASE("a click counts once for a visitor and a product, in the visitor's variant") {
    Signed in;
    CHECK(in.shop.experiments->click({in.experiment.id, in.alike}, {in.ada, ""}).has_value());
    CHECK(in.shop.experiments->click({in.experiment.id, in.alike}, {in.ada, ""}).has_value());
    CHECK(in.shop.experiments->click({in.experiment.id, in.hit}, {in.ada, ""}).has_value());
    CHECK_EQ(result_of(in.shop, in.experiment.id, in.variant).clicks, 2);
    const auto* other = in.variant == "similar" ? "popular" : "similar";
    CHECK_EQ(result_of(in.shop, in.experiment.id, other).clicks, 0);
}

TEST_CASE("clicks of nobody, and of experiments that do not run, are refused") {
    Signed in;
    const auto code = [&](const ExperimentId& id, const Visitor& visitor) {
        return in.shop.experiments->click({id, in.alike}, visitor).error().code;
    };
    CHECK_EQ(code(in.experiment.id, {}), "recommendations.no_visitor");
    CHECK_EQ(code(ExperimentId::make(), {in.ada, ""}), "recommendations.no_such_experiment");
    CHECK_EQ(code(described(in.shop).id, {in.ada, ""}), "recommendations.not_running");
}

TEST_CASE("a click on what is not on sale is refused") {
    Signed in;
    const auto clicked = [&](const ProductId& product) {
        return in.shop.experiments->click({in.experiment.id, product}, {in.ada, ""});
    };
    CHECK_EQ(clicked(ProductId::make()).error().code, "recommendations.no_such_product");
    const auto draft = in.shop.add("Chisel", R"("status":"draft")");
    CHECK_EQ(clicked(draft).error().code, "recommendations.no_such_product");
    CHECK_EQ(result_of(in.shop, in.experiment.id, in.variant).clicks, 0);
}

TEST_CASE("what a customer clicked and buys within a day is a purchase, until it is cancelled") {
    Signed in;
    const auto purchases = [&] {
        return result_of(in.shop, in.experiment.id, in.variant).purchases;
    };
    std::ignore = in.shop.experiments->click({in.experiment.id, in.alike}, {in.ada, ""});
    in.shop.order({in.hit}, in.ada);
    in.shop.order({in.alike}, auth::UserId::make());
    in.shop.order({in.alike});
    CHECK_EQ(purchases(), 0);
    const auto order = in.shop.order({in.alike, in.hit}, in.ada);
    CHECK_EQ(purchases(), 1);
    in.shop.order({in.alike}, in.ada);
    CHECK_EQ(purchases(), 1);
    in.shop.cancel(order);
    CHECK_EQ(purchases(), 0);
}

TEST_CASE("what a guest clicked and buys with the same token is a purchase") {
    Signed in;
    const Visitor before{std::nullopt, "visitor1"};
    const Visitor with_token{std::nullopt, "visitor1", "hash"};
    const auto purchases = [&] {
        const auto variant = in.shop.experiments->assign(Placement::product, before)->variant;
        return result_of(in.shop, in.experiment.id, variant).purchases;
    };
    const auto click = [&](const Visitor& visitor) {
        in.shop.experiments->click({in.experiment.id, in.alike}, visitor).value();
    };
    click(before);
    in.shop.order({in.alike}, {}, "hash");
    CHECK_EQ(purchases(), 0);
    click(with_token);
    click(before);
    in.shop.order({in.alike}, {}, "other");
    CHECK_EQ(purchases(), 0);
    in.shop.order({in.alike}, {}, "hash");
    CHECK_EQ(purchases(), 1);
}

TEST_CASE("what a customer clicked more than a day before is no purchase") {
    Signed in;
    in.shop.clock.advance(-std::chrono::hours(25));
    std::ignore = in.shop.experiments->click({in.experiment.id, in.alike}, {in.ada, ""});
    in.shop.order({in.alike}, in.ada);
    CHECK_EQ(result_of(in.shop, in.experiment.id, in.variant).purchases, 0);
}

TEST_CASE("answers are written every few seconds, and when the process ends") {
    Signed in;
    const auto written = [&] {
        return in.shop.database.read([](platform::Reader& reader) {
            return *reader.one<std::int64_t>(
                "select coalesce(sum(answers), 0)::bigint from recommendations.exposure");
        });
    };
    const auto ask = [&] {
        std::ignore = in.shop.recommendations->beside(in.mug, {{in.ada, ""}, 5, "en"}).value();
    };
    in.shop.experiments->flush();
    CHECK_EQ(written(), 1);
    ask();
    CHECK_EQ(written(), 1);
    in.shop.clock.advance(std::chrono::seconds(5));
    ask();
    CHECK_EQ(written(), 3);
    ask();
    in.shop.experiments.reset();
    CHECK_EQ(written(), 4);
}

TEST_CASE("another process notices within seconds that an experiment was stopped") {
    Signed in;
    const auto elsewhere = make_experiments(in.shop.database, in.shop.clock, "secret");
    CHECK_EQ(elsewhere->assign(Placement::product, {in.ada, ""})->variant, in.variant);
    std::ignore = in.shop.experiments->move(in.experiment.id, ExperimentStatus::stopped).value();
    in.shop.clock.advance(std::chrono::seconds(5));
    CHECK_FALSE(elsewhere->assign(Placement::product, {in.ada, ""}));
}
