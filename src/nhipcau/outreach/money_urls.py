"""Addresses of money: the budget, the prices, letting a notice cost more."""

from django.urls import path

from nhipcau.outreach import money_views as views

urlpatterns = [
    path("lam-viec/chi-phi/ngan-sach/", views.budget, name="budget"),
    path("lam-viec/chi-phi/gia/", views.prices, name="prices"),
    path("lam-viec/chi-phi/gia/<int:price_id>/", views.one_price, name="price_end"),
]
