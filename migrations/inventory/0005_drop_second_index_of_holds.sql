-- What has expired is little, and found by reservation_expired.
drop index inventory.reservation_expiring;
