-- What the worker of the kill test is fed: each order has a number of its own, from 1 on.
CREATE SOURCE CONNECTOR orders_source WITH (
    'connector.class' = 'datagen',
    'source' = 'ORDERS',
    'seed' = '42',
    'rate' = '${env:QUERYGEN_CRASH_RATE}',
    'iterations' = '${env:QUERYGEN_CRASH_RECORDS}',
    'fields.SHOP.options' = 'north, east, south, west, harbour, station, airport, market, campus',
    'fields.ID.kind' = 'sequence',
    'fields.CUSTOMER.kind' = 'range',
    'fields.CUSTOMER.min' = '0',
    'fields.CUSTOMER.max' = '499',
    'fields.AMOUNT.options' = '0, 10, 20, 30, 40, 50, 60, 70, 80, 90'
  );

CREATE SOURCE CONNECTOR customers_source WITH (
    'connector.class' = 'datagen',
    'source' = 'CUSTOMERS',
    'seed' = '7',
    'rate' = '500',
    'iterations' = '${env:QUERYGEN_CRASH_CHANGES}',
    'fields.ID.kind' = 'range',
    'fields.ID.min' = '0',
    'fields.ID.max' = '499',
    'fields.VERSION.kind' = 'sequence'
  );
