#include "shop.hpp"

#include "catalog/events.hpp"
#include "media/events.hpp"

using namespace kontor;
using namespace kontor::catalog;
using namespace kontor::catalog::test;

namespace {

std::string priced(const std::string& sku, const std::string& more = "") {
    return R"({"sku":")" + sku + R"(","prices":[{"amount":100,"currency":"EUR"}])" + more + "}";
}

Product shirt(Shop& shop, const std::string& sku) {
    return *shop.catalog->create(request(R"({"title":"Shirt","variants":[)" +
                                         priced(sku + "-s", R"(,"options":{"size":"S"})") + "," +
                                         priced(sku + "-m", R"(,"options":{"size":"M"})") + "]}"));
}

}  // namespace

TEST_CASE("a variant has measures and a barcode, and null takes them away") {
    auto& shop = open_shop();
    const auto product = *shop.catalog->create(
        request(R"({"title":"Measured","variants":[)" +
                priced("measured", R"(,"weight_grams":20,"barcode":"4006381333931",
                    "compare_at":[{"amount":200,"currency":"EUR"}],
                    "dimensions":{"length_mm":10,"width_mm":20,"height_mm":30})") +
                "]}"));
    const auto& variant = product.variants[0];
    CHECK(variant.barcode == "4006381333931");
    CHECK(variant.dimensions == Dimensions{10, 20, 30});
    CHECK(*shop.catalog->product(product.id.text()) == product);

    const auto unchanged = shop.catalog->change_variant(variant.id, of_json<VariantChange>("{}"));
    CHECK(*unchanged == product);
    const auto cleared = shop.catalog->change_variant(
        variant.id, of_json<VariantChange>(R"({"weight_grams":null,"barcode":null,
                                               "dimensions":null,"compare_at":null})"));
    REQUIRE(cleared.has_value());
    CHECK_FALSE(cleared->variants[0].weight_grams);
    CHECK_FALSE(cleared->variants[0].barcode);
    CHECK_FALSE(cleared->variants[0].dimensions);
    CHECK(cleared->variants[0].compare_at.empty());
    CHECK(*shop.catalog->product(product.id.text()) == *cleared);
}

TEST_CASE("null takes away what a product need not have") {
    auto& shop = open_shop();
    auto full = simple("Full", "full");
    full.description = *platform::Text<0, 50'000>::accept("Much.");
    full.tax_class = platform::Slug::accept("reduced");
    full.categories = {"full"};
    full.attributes = {{"colour", std::string("red")}};
    full.seo = Seo{"Title", {}, {}};
    const auto product = *shop.catalog->create(full);
    CHECK(product.tax_class == "reduced");
    const auto cleared = shop.catalog->change(
        product.id, of_json<ProductChange>(R"({"description":null,"tax_class":null,
            "categories":null,"attributes":null,"seo":null,"images":null,"translations":null})"));
    REQUIRE(cleared.has_value());
    CHECK(cleared->description.empty());
    CHECK(cleared->tax_class == "standard");
    CHECK(cleared->categories.empty());
    CHECK(cleared->attributes.empty());
    CHECK(cleared->seo == Seo{});
    CHECK(cleared->title == "Full");
    CHECK(*shop.catalog->product(product.id.text()) == *cleared);
}

TEST_CASE("a variant is added at the end and announced with its stock") {
    auto& shop = open_shop();
    const auto before = shirt(shop, "added");
    const auto after = shop.catalog->add_variant(
        before.id, of_json<NewVariant>(priced("added-l", R"(,"options":{"size":"L"},"stock":7)")));
    REQUIRE(after.has_value());
    CHECK(after->variants.size() == 3);
    CHECK(after->variants[0] == before.variants[0]);
    CHECK(after->options[0].values == std::vector<std::string>{"S", "M", "L"});
    CHECK(*shop.catalog->product(before.id.text()) == *after);
    CHECK(shop.stock->available({after->variants[2].id})[0].quantity == 7);
    const auto facts = shop.facts_of(before.id);
    CHECK(facts[facts.size() - 2] == "catalog.variant_added.v1");
    CHECK(facts.back() == "catalog.product_changed.v1");
}

TEST_CASE("a variant that does not fit its product is not added") {
    auto& shop = open_shop();
    const auto product = shirt(shop, "unfit");
    const auto add = [&](const std::string& json) {
        return code_of(shop.catalog->add_variant(product.id, of_json<NewVariant>(json)));
    };
    CHECK(add(priced("unfit-m", R"(,"options":{"size":"L"})")) == "catalog.sku_taken");
    CHECK(add(priced("unfit-x")) == "catalog.options_differ");
    CHECK(add(priced("unfit-x", R"(,"options":{"size":"M"})")) == "catalog.options_twice");
    CHECK(add(R"({"sku":"unfit-x","prices":[]})") == "catalog.no_prices");
    CHECK(*shop.catalog->product(product.id.text()) == product);
    CHECK(code_of(shop.catalog->add_variant(ProductId::make(),
                                            of_json<NewVariant>(priced("unfit-y")))) ==
          "catalog.no_such_product");
}

TEST_CASE("a variant is removed, and its value with it, but never the last one") {
    auto& shop = open_shop();
    const auto before = shirt(shop, "removed-variant");
    const auto after = shop.catalog->remove_variant(before.variants[0].id);
    REQUIRE(after.has_value());
    CHECK(after->variants == std::vector{before.variants[1]});
    CHECK(after->options[0].values == std::vector<std::string>{"M"});
    CHECK(*shop.catalog->product(before.id.text()) == *after);
    const auto facts = shop.facts_of(before.id);
    CHECK(facts[facts.size() - 2] == "catalog.variant_removed.v1");
    CHECK(code_of(shop.catalog->sellable("removed-variant-s", eur)) == "catalog.no_such_variant");
    CHECK(code_of(shop.catalog->remove_variant(before.variants[1].id)) == "catalog.last_variant");
    CHECK(code_of(shop.catalog->remove_variant(before.variants[0].id)) ==
          "catalog.no_such_variant");
    const auto added = shop.catalog->add_variant(
        before.id, of_json<NewVariant>(priced("removed-variant-s", R"(,"options":{"size":"S"})")));
    CHECK(added->variants[1].sku == "removed-variant-s");
    CHECK(*shop.catalog->product(before.id.text()) == *added);
}

TEST_CASE("a variant's options can be corrected, but not made another's") {
    auto& shop = open_shop();
    const auto product = shirt(shop, "corrected");
    const auto& variant = product.variants[0].id;
    CHECK(code_of(shop.catalog->change_variant(
              variant, of_json<VariantChange>(R"({"options":{"size":"M"}})"))) ==
          "catalog.options_twice");
    const auto after = shop.catalog->change_variant(
        variant, of_json<VariantChange>(R"({"options":{"size":"XS"}})"));
    CHECK(after->options[0].values == std::vector<std::string>{"M", "XS"});
}

TEST_CASE("pictures of media are kept with all that is known of them") {
    auto& shop = open_shop();
    const auto asset = shop.album.put();
    auto pictured = simple("Pictured", "pictured");
    pictured.images = of_json<std::vector<NewImage>>(R"([{"media_id":")" + asset.id.text() +
                                                     R"("},{"url":"/own.jpg","alt":"Own"}])");
    const auto product = *shop.catalog->create(pictured);
    CHECK(product.images[0].url == asset.url);
    CHECK(product.images[0].alt == "A picture");
    CHECK(product.images[0].renditions == asset.renditions);
    CHECK_FALSE(product.images[1].width);
    CHECK(*shop.catalog->product(product.id.text()) == product);
    const auto refused = shop.catalog->change(
        product.id, of_json<ProductChange>(R"({"images":[{"media_id":")" +
                                           media::MediaId::make().text() + R"("}]})"));
    CHECK(code_of(refused) == "catalog.no_such_media");
}

TEST_CASE("a picture that is removed is in no product any more, and the others stay") {
    auto& shop = open_shop();
    const auto asset = shop.album.put(), kept = shop.album.put();
    auto pictured = simple("Stripped", "stripped");
    pictured.images =
        of_json<std::vector<NewImage>>(R"([{"url":"/own.jpg"},{"media_id":")" + asset.id.text() +
                                       R"("},{"media_id":")" + kept.id.text() + R"("}])");
    const auto product = *shop.catalog->create(pictured);
    auto bare = simple("Bare", "bare");
    bare.images = of_json<std::vector<NewImage>>(R"([{"media_id":")" + asset.id.text() + R"("}])");
    const auto other = *shop.catalog->create(bare);
    shop.database.transact(
        [&](platform::Tx& tx) { shop.events.publish(tx, media::AssetRemoved{asset.id}); });
    shop.dispatcher.drain();
    const auto after = *shop.catalog->product(product.id.text());
    CHECK(after.images == std::vector{product.images[0], product.images[2]});
    CHECK(after.updated_at > product.updated_at);
    CHECK(shop.facts_of(product.id).back() == ProductChanged::name);
    CHECK(shop.catalog->product(other.id.text())->images.empty());
}

TEST_CASE("a cart learns the categories of a variant with those above them, and its tax class") {
    auto& shop = open_shop();
    const auto top = *shop.categories->create(of_json<NewCategory>(R"({"name":"Top"})"));
    const auto middle = *shop.categories->create(
        of_json<NewCategory>(R"({"name":"Middle","parent":")" + top.id.text() + "\"}"));
    auto sold = simple("Sorted", "sorted");
    sold.categories = {"middle", "elsewhere"};
    sold.tax_class = platform::Slug::accept("books");
    const auto product = *shop.catalog->create(sold);
    const auto round_trips = shop.made.pool().statistics().round_trips;
    auto variant = *shop.catalog->sellable("sorted", eur);
    CHECK(shop.made.pool().statistics().round_trips == round_trips + 1);
    std::vector<CategoryId> wanted{top.id, middle.id, product.categories[1].id};
    std::ranges::sort(wanted);
    std::ranges::sort(variant.categories);
    CHECK(variant.categories == wanted);
    CHECK(variant.tax_class == "books");
    CHECK(shop.catalog->sellable({variant.id}, eur)[0].categories.size() == 3);
}

TEST_CASE("what is scheduled is published and withdrawn when its time comes, and not before") {
    auto& shop = open_shop();
    const auto now = std::chrono::floor<std::chrono::milliseconds>(shop.clock.now());
    auto planned = simple("Planned", "planned");
    planned.status = Status::scheduled;
    planned.publish_at = now + std::chrono::hours(1);
    planned.unpublish_at = now + std::chrono::hours(2);
    const auto product = *shop.catalog->create(planned);
    const auto status = [&] { return shop.catalog->product(product.id.text())->status; };
    CHECK(shop.catalog->keep_schedule() == 0);
    CHECK(status() == Status::scheduled);
    CHECK_FALSE(shop.catalog->sellable("planned", eur)->published);

    shop.clock.advance(std::chrono::hours(1));
    CHECK(shop.catalog->keep_schedule() == 1);
    CHECK(status() == Status::published);
    CHECK(shop.facts_of(product.id).back() == "catalog.product_changed.v1");
    CHECK(shop.catalog->keep_schedule() == 0);
    shop.clock.advance(std::chrono::hours(1));
    CHECK(shop.catalog->keep_schedule() == 1);
    CHECK(status() == Status::archived);
    const auto refused = shop.catalog->change(
        product.id, of_json<ProductChange>(R"({"status":"scheduled","publish_at":null})"));
    CHECK(code_of(refused) == "catalog.no_publish_at");
}
