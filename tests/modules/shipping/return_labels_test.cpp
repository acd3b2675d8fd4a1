#include "return_labels.hpp"

#include "carrier_house.hpp"
#include "returns/events.hpp"

#include <thread>

using namespace kontor;
using namespace kontor::shipping;
using Mood = test::CarrierDouble::Mood;

namespace {

struct Post : CarrierHouse {
    std::unique_ptr<ReturnLabels> labels = make_return_labels(backing);

    static ReturnParcel some_parcel() {
        return {platform::new_uuid(),
                orders::OrderId::make(),
                somewhere(),
                {{orders::OrderItemId::make(), catalog::VariantId::make(), 1}}};
    }
    std::string why_not(const std::string& carrier_name) {
        return refusal_of(labels->make(some_parcel(), {carrier_name}));
    }
    std::string bytes_at(const std::string& path) {
        return ReturnLabelService(backing).open(path.substr(path.rfind('/') + 1))->bytes;
    }
};

}  // namespace

TEST_CASE("a return has one label, which who has its address may see") {
    Post post;
    const auto parcel = Post::some_parcel();
    const auto made = post.labels->make(parcel, {"acme", "parcel", 900}).value();
    CHECK_EQ(made.carrier, "acme");
    CHECK(made.path.starts_with("/v1/return-labels/"));
    CHECK_EQ(post.bytes_at(made.path), "%PDF-1.4 label " + made.tracking_number);
    const auto again = post.labels->make(parcel, {"acme"}).value();
    CHECK_EQ(post.bytes_at(again.path), post.bytes_at(made.path));
    CHECK_EQ(post.carrier.labels_made, 1);
    CHECK_EQ(post.carrier.badly_signed, 0);
    CHECK_NE(post.labels->make(Post::some_parcel(), {"acme"})->path, made.path);
    CHECK_EQ(refusal_of(ReturnLabelService(post.backing).open("guessed")),
             "shipping.no_such_label");
}

TEST_CASE("many who ask for the label of a return get the same one") {
    Post post;
    const auto parcel = Post::some_parcel();
    std::array<std::string, 4> paths;
    {
        std::vector<std::jthread> staff;
        for (auto& path : paths)
            staff.emplace_back([&] { path = post.labels->make(parcel, {"acme"})->path; });
    }
    for (const auto& path : paths) CHECK_EQ(post.bytes_at(path), post.bytes_at(paths[0]));
    CHECK_EQ(post.carrier.labels_made, 1);
}

TEST_CASE("nothing that is kept opens a label") {
    Post post;
    const auto made = post.labels->make(Post::some_parcel(), {"acme"}).value();
    const auto token = made.path.substr(made.path.rfind('/') + 1);
    const auto kept = post.shared().superuser().read([&](platform::Reader& reader) {
        return reader
            .one<std::int64_t>(
                "select count(*) from shipping.return_label l join shipping.return_label_key k"
                " using (return_id) where l::text like $1 or k::text like $1",
                "%" + token + "%")
            .value();
    });
    CHECK_EQ(kept, 0);
}

TEST_CASE("the label of a return that is over is shown to nobody") {
    Post post;
    const auto seen = [&](const std::string& path) {
        return refusal_of(ReturnLabelService(post.backing).open(path.substr(path.rfind('/') + 1)));
    };
    const auto kept = post.labels->make(Post::some_parcel(), {"acme"}).value();
    std::vector<std::string> paths;
    std::vector<returns::ReturnId> over;
    for (int i = 0; i < 3; ++i) {
        const auto parcel = Post::some_parcel();
        over.emplace_back(parcel.id);
        paths.push_back(post.labels->make(parcel, {"acme"})->path);
        REQUIRE_EQ(seen(paths.back()), "");
    }
    post.announce(returns::ReturnRejected{over[0], {}, "staff", "worn"});
    post.announce(returns::ReturnCancelled{over[1], {}, "customer"});
    post.announce(returns::ReturnRefunded{over[2], {}, "staff", {100, euro()}});
    post.dispatcher.drain();
    for (const auto& path : paths) CHECK_EQ(seen(path), "shipping.no_such_label");
    CHECK_EQ(seen(kept.path), "");
}

TEST_CASE("a carrier without labels for returns says what to do instead") {
    Post post;
    CHECK_EQ(post.why_not("manual"), "shipping.no_labels");
    const auto refused = post.labels->make(Post::some_parcel(), {"manual"}).error();
    CHECK_EQ(refused.kind, platform::ErrorKind::conflict);
    CHECK(refused.message.find("tell the customer where to send") != std::string::npos);
    CHECK_EQ(post.why_not("nobody"), "shipping.no_such_carrier");
    post.carrier.mood = Mood::refusing;
    CHECK_EQ(post.why_not("acme"), "shipping.label_refused");
    post.carrier.mood = Mood::failing;
    CHECK_EQ(post.why_not("acme"), "shipping.carrier_unavailable");
}

TEST_CASE("a label of a return is a file behind an address that nobody guesses") {
    Post post;
    platform::http::Router router{{.version = "1", .authenticate = {}}};
    add_routes(router, post.backing, "secret");
    const auto made = post.labels->make(Post::some_parcel(), {"acme"}).value();
    const auto get = [&](const std::string& path) {
        return router.handle({platform::http::Method::get, path, {{"Host", "shop.example"}}, {}});
    };
    const auto file = get(made.path);
    CHECK_EQ(file.status, 200);
    CHECK_EQ(platform::http::find_header(file.headers, "Content-Type").value_or(""),
             "application/pdf");
    CHECK_EQ(platform::http::find_header(file.headers, "Cache-Control").value_or(""),
             "private, no-store");
    CHECK(file.body.starts_with("%PDF-"));
    CHECK_EQ(get("/v1/return-labels/guessed").status, 404);
}
